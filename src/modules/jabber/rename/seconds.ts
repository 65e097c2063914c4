/** For each answer of the chat server. */
export const SECONDS = 5;
