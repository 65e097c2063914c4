/**
 * What the chat sign-in is asked beside c2s's own question, one line each. {@link HERE} comes from the relay, over the
 * socket that only the account of both may open; all others from the panel, over a socket that only it may reach.
 */

/** "I am c2s's relay, and hold this connection until I end." */
export const HERE = 'HERE';
/** "Is all well with you and the directory?" `OK` or `NO`. */
export const HEALTH = 'HEALTH';
/** "Does a relay hold a connection to you?" `HERE` or `GONE`; after a restart of the service `GONE` until c2s asks. */
export const RELAY = 'RELAY';
/** "Give me a one-time password." `NAME PASSWORD`. */
export const ONE_TIME = 'ONE-TIME';
/** "At whom does somebody guess?" A JSON array of {@link Guessed}, of the worst only. */
export const GUESSED = 'GUESSED';
/** "How many signed in, and how many were refused, since you began?" A JSON object; see activity.ts. */
export const COUNTS = 'COUNTS';
/**
 * `NEWS MILLISECONDS`: "who signed in since then, who was refused lately, and at whom does somebody guess?" A JSON object;
 * see news.ts. None of it is the panel's own.
 */
export const NEWS = 'NEWS';
/** `FATE NAME`: "was this one-time password asked for?" `asked`, `waiting` or `unknown`. */
export const FATE = 'FATE';
