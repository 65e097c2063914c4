import type { PendingChange } from '../../../core/pending-changes.js';
import type { Sentence } from '../../../core/words/sentence.js';
import type { Deps } from '../../deps.js';

/** What a certificate that was uploaded is kept under; see `Certificates.keep`. */
const UPLOAD_ID = /^[0-9a-f]{64}$/;

/** The same changes, in which an uploaded certificate has the name that it is for instead of its number. */
export function withUploadNames(
  certificates: Pick<Deps['certificates'], 'uploadName'>,
  changes: readonly PendingChange[],
): Promise<readonly PendingChange[]> {
  const named = async (value: Sentence): Promise<Sentence> =>
    'verbatim' in value && UPLOAD_ID.test(value.verbatim)
      ? ((await certificates.uploadName(value.verbatim)) ?? value)
      : value;
  return Promise.all(
    changes.map(async (change) => ({
      ...change,
      before: await named(change.before),
      after: await named(change.after),
    })),
  );
}
