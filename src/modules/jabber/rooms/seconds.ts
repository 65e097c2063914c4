/** Seconds that the chat rooms may take for each answer. */
export const SECONDS = 3;
