const CATEGORIES = ['zero', 'one', 'two', 'few', 'many', 'other'] as const;

const UNITS = [
  ['year', 31_557_600],
  ['month', 2_629_800],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
] as const;

const date = { day: 'numeric', month: 'short', year: 'numeric' } as const;
const time = { ...date, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;

/**
 * What Intl knows of a language, for one time zone. Each part is made when it is first asked for, and once: that is slow, and
 * Intl's data takes 8 MB, which a program does without that writes plain sentences only.
 */
export class Formats {
  readonly #language: string;
  readonly #locale: string;
  readonly #zone: string | undefined;
  #number: Intl.NumberFormat | undefined;
  #day: Intl.DateTimeFormat | undefined;
  #time: Intl.DateTimeFormat | undefined;
  #zonedTime: Intl.DateTimeFormat | undefined;
  #second: Intl.DateTimeFormat | undefined;
  #zonedSecond: Intl.DateTimeFormat | undefined;
  #and: Intl.ListFormat | undefined;
  #or: Intl.ListFormat | undefined;
  #relative: Intl.RelativeTimeFormat | undefined;
  #plural: Intl.PluralRules | undefined;
  #forms: readonly Intl.LDMLPluralRule[] | undefined;

  private constructor(language: string, zone: string | undefined) {
    this.#language = language;
    this.#locale = localeOf(language);
    this.#zone = zone;
  }

  /** Those of a language. @param zone as Intl knows it; the machine's own if undefined */
  static of(language: string, zone: string | undefined): Formats {
    const key = zone === undefined ? language : `${language} ${zone}`;
    let formats = made.get(key);
    if (formats === undefined) made.set(key, (formats = new Formats(language, zone)));
    return formats;
  }

  number(value: number): string {
    return (this.#number ??= new Intl.NumberFormat(this.#locale)).format(value);
  }

  /** "3 Dec 2026". */
  day(when: Date): string {
    return (this.#day ??= this.#dates(date)).format(when);
  }

  /** "3 Dec 2026, 14:05". */
  time(when: Date): string {
    return (this.#time ??= this.#dates(time)).format(when);
  }

  /** "3 Dec 2026, 14:05 CET". */
  zonedTime(when: Date): string {
    return (this.#zonedTime ??= this.#dates({ ...time, timeZoneName: 'short' })).format(when);
  }

  /** "3 Dec 2026, 14:05:09". */
  second(when: Date): string {
    return (this.#second ??= this.#dates({ ...time, second: '2-digit' })).format(when);
  }

  /** "3 Dec 2026, 14:05:09 CET". */
  zonedSecond(when: Date): string {
    this.#zonedSecond ??= this.#dates({ ...time, second: '2-digit', timeZoneName: 'short' });
    return this.#zonedSecond.format(when);
  }

  /** "a, b and c", or "a, b or c". */
  list(join: 'and' | 'or', items: readonly string[]): string {
    const format =
      join === 'and'
        ? (this.#and ??= new Intl.ListFormat(this.#locale, { type: 'conjunction' }))
        : (this.#or ??= new Intl.ListFormat(this.#locale, { type: 'disjunction' }));
    return format.format(items);
  }

  /** "in 7 days", "3 hours ago". */
  distance(milliseconds: number): string {
    const seconds = milliseconds / 1000;
    const [unit, size] = UNITS.find(([, one]) => Math.abs(seconds) >= one) ?? (['second', 1] as const);
    this.#relative ??= new Intl.RelativeTimeFormat(this.#locale, { numeric: 'auto' });
    return this.#relative.format(Math.trunc(seconds / size), unit);
  }

  /** The number of the plural form in a gettext catalogue: they stand in CLDR's order. */
  pluralIndex(count: number): number {
    this.#plural ??= new Intl.PluralRules(this.#locale);
    this.#forms ??= pluralForms(this.#language);
    const index = this.#forms.indexOf(this.#plural.select(count));
    return index < 0 ? this.#forms.length - 1 : index;
  }

  #dates(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
    return new Intl.DateTimeFormat(this.#locale, { ...options, timeZone: this.#zone });
  }
}

const made = new Map<string, Formats>();

/** The plural forms that whole numbers have in a language, in CLDR's order: as many as gettext's nplurals. */
export function pluralForms(language: string): readonly Intl.LDMLPluralRule[] {
  const rules = new Intl.PluralRules(localeOf(language));
  const used = new Set(Array.from({ length: 200 }, (_, count) => rules.select(count)));
  return CATEGORIES.filter((category) => used.has(category));
}

/** English of the panel has the day before the month, and 24 hours. */
function localeOf(language: string): string {
  return language === 'en' ? 'en-GB' : language;
}
