/** The connections with other servers. */
export const SERVERS = '/servers';

/** The test of one. */
export const SERVER_TEST = `${SERVERS}/test`;
