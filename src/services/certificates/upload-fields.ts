/** The fields of the form for uploads: what was sent, and what opens its key. */
export const UPLOAD_FIELD = 'material';
export const PASSPHRASE_FIELD = 'passphrase';
