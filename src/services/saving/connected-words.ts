/** How many people a save would reach just now, as a sentence. @param connected null when nobody can tell */
export function connectedSentence(connected: number | null): string {
  if (connected === null) return 'Nobody can tell how many clients are connected just now.';
  if (connected === 0) return 'Just now nobody is connected.';
  return connected === 1
    ? 'Just now one client is connected.'
    : `Just now ${connected} clients are connected.`;
}
