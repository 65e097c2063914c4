/** Sockets that jabberd2's daemons may have open: `<max_fds>` in their files, and the limit that they are started with. */

/** 10,000 sessions, as many connections as the guard lets wait, and some for log, router and relay. */
export const C2S_OPEN_FILES = 16_384;

/** Two for each other server that somebody talks to, and those that strangers open. */
export const S2S_OPEN_FILES = 4096;
