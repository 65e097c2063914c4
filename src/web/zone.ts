/** Zones that were asked for as Intl itself writes them; there are some hundred in all. */
const known = new Set<string>();

/**
 * The time zone that a browser says it is in, as Intl writes it, or `''`. Nothing more is believed of it: it only decides
 * whether the zone is told beside a time.
 */
export function zoneOf(said: string): string {
  if (known.has(said)) return said;
  if (!/^[A-Za-z0-9_+/-]{1,64}$/.test(said)) return '';
  try {
    const { timeZone } = new Intl.DateTimeFormat('en', { timeZone: said }).resolvedOptions();
    if (timeZone === said) known.add(said);
    return timeZone;
  } catch {
    return '';
  }
}
