/**
 * The time zone that a browser says it is in, as Intl writes it, or `''`. Nothing more is believed of it: it only decides
 * whether the zone is told beside a time.
 */
export function zoneOf(said: string): string {
  if (!/^[A-Za-z0-9_+/-]{1,64}$/.test(said)) return '';
  try {
    return new Intl.DateTimeFormat('en', { timeZone: said }).resolvedOptions().timeZone;
  } catch {
    return '';
  }
}
