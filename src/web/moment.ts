const format = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });

/** A moment as people read it, in the machine's time zone. `iso` is ISO 8601. */
export function momentOf(iso: string): string {
  return format.format(new Date(iso));
}
