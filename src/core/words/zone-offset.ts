const formats = new Map<string, Intl.DateTimeFormat>();

/** How far a time zone is from UTC at that time: "GMT+01:00". */
export function zoneOffset(zone: string | undefined, date: Date): string {
  const key = zone ?? '';
  const format = formats.get(key) ?? createFormat(zone);
  formats.set(key, format);
  return format.formatToParts(date).find(({ type }) => type === 'timeZoneName')?.value ?? '';
}

function createFormat(zone: string | undefined): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' });
}
