/** A time of this machine's time zone as a form has it, `YYYY-MM-DDTHH:MM`. @param iso ISO 8601 */
export function localOf(iso: string): string {
  const date = new Date(iso);
  const two = (number: number): string => String(number).padStart(2, '0');
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join('-');
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** What was typed, as ISO 8601; null where it is no time. A blank stands for the `T`, too. */
export function isoOf(typed: string): string | null {
  const text = typed.trim().replace(' ', 'T');
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$/.test(text)) return null;
  const date = new Date(text);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}
