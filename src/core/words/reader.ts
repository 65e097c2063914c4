import { Formats } from './formats.js';
import { zoneOffset } from './zone-offset.js';
import type { List, Message, Moment, Sentence, Value } from './sentence.js';

/** The translations of one language. */
export interface Catalogue {
  /** BCP 47: `es`, `pt-BR`. */
  readonly language: string;
  /** What a message is in this language: one text, or one a plural form. Undefined when it is not translated. */
  find(message: string, context: string): readonly string[] | undefined;
}

/** Who reads: in which language, and by which clock. */
export interface Reading {
  readonly catalogue: Catalogue;
  /** A time zone as Intl knows it; the machine's own if left out. */
  readonly zone?: string | undefined;
  /**
   * The zone of the reader's own clock, `''` where it is not known: the zone is told beside each time unless both clocks
   * show the same. Left out where the reader uses this machine's clock.
   */
  readonly browserZone?: string | undefined;
  /** False for a terminal, to which marks of direction are written out: values stand there without any. */
  readonly isolates?: boolean;
  /** Milliseconds since 1970; now if left out. */
  readonly now?: () => number;
}

/** English needs no catalogue: it is what stands in the code. */
export const englishCatalogue: Catalogue = { language: 'en', find: () => undefined };

/** Isolates a value from the direction of the sentence around it (Unicode Annex 9): a path in Arabic stays readable. */
const ISOLATE = '\u2068';
const END_OF_ISOLATE = '\u2069';
const ISOLATES = /[\u2066-\u2069]/g;
/** What can change the direction of the words around it: letters written from right to left, and control characters. */
const MAY_TURN =
  /[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufefc]|[\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/** Turns sentences into the text of one language. What is not translated is shown in English. */
export class Reader {
  readonly language: string;
  readonly direction: 'ltr' | 'rtl';
  readonly #reading: Reading;
  readonly #formats: Formats;

  constructor(reading: Reading) {
    this.#reading = reading;
    this.language = reading.catalogue.language;
    this.direction = directionOf(this.language);
    this.#formats = Formats.of(this.language, reading.zone);
  }

  /** The text of a sentence; `''` where there is nothing to say. */
  text(sentence: Sentence | ''): string {
    if (sentence === '') return '';
    if ('message' in sentence) return this.#message(sentence);
    if ('verbatim' in sentence) return sentence.verbatim;
    if ('passage' in sentence) return sentence.passage.map((one) => this.text(one)).join(' ');
    if ('quantity' in sentence) return this.#formats.number(sentence.quantity);
    if ('moment' in sentence) return this.#moment(sentence);
    return this.#list(sentence);
  }

  #message({ message, plural, context = '', values }: Message): string {
    const forms = this.#reading.catalogue.find(message, context);
    const text =
      plural === undefined
        ? (forms?.[0] ?? message)
        : (forms?.[this.#formats.pluralIndex(plural.count)] ??
          (plural.count === 1 ? message : plural.several));
    if (!text.includes('{')) return text;
    // A value that is a sentence brings its own full stop.
    return text.replace(/\{([A-Za-z0-9]+)\}(\.?)/g, (place, name: string, stop: string) => {
      const value = Object.hasOwn(values, name) ? values[name] : undefined;
      if (value === undefined) return place;
      const shown = this.#value(value);
      return shown.endsWith('.') ? shown : `${shown}${stop}`;
    });
  }

  #value(value: Value): string {
    if (typeof value === 'object' && !('verbatim' in value)) return this.text(value);
    const text = typeof value === 'object' ? value.verbatim : String(value);
    if (this.#reading.isolates === false) return text;
    if (this.direction === 'ltr' && !MAY_TURN.test(text)) return text;
    return `${ISOLATE}${text.replace(ISOLATES, '')}${END_OF_ISOLATE}`;
  }

  #moment({ moment, as }: Moment): string {
    const date = new Date(moment);
    if (Number.isNaN(date.getTime())) return moment;
    if (as === 'day') return this.#formats.day(date);
    if (as === 'second')
      return this.#needsZone(date) ? this.#formats.zonedSecond(date) : this.#formats.second(date);
    const time = this.#needsZone(date) ? this.#formats.zonedTime(date) : this.#formats.time(date);
    if (as === 'time') return time;
    return `${time}, ${this.#formats.distance(date.getTime() - (this.#reading.now?.() ?? Date.now()))}`;
  }

  #needsZone(date: Date): boolean {
    const { zone, browserZone } = this.#reading;
    if (browserZone === undefined) return false;
    return browserZone === '' || zoneOffset(browserZone, date) !== zoneOffset(zone, date);
  }

  #list({ list, join }: List): string {
    return this.#formats.list(
      join,
      list.map((value) => this.#value(value)),
    );
  }
}

/** The languages that are written from right to left. */
const rightToLeft = new Set(['ar', 'dv', 'fa', 'he', 'ps', 'sd', 'ug', 'ur', 'yi']);

function directionOf(language: string): 'ltr' | 'rtl' {
  return rightToLeft.has(language.split('-', 1)[0] ?? '') ? 'rtl' : 'ltr';
}
