import type { Settings } from '../settings.js';
import { type Sentence } from '../words/sentence.js';

/** Advice about settings that are allowed: shown beside the form, never a refusal. */
export interface Warning {
  /** The setting it is about, or `''`. */
  readonly setting: string;
  readonly sentence: Sentence;
  /** Lines to copy, e.g. DNS records. */
  readonly lines: readonly string[];
  /** A name that should resolve to these addresses of this machine: a module that serves DNS can add it. */
  readonly leadsHere?: { readonly name: string; readonly addresses: readonly string[] };
  /** The form that does it; the panel adds it where an enabled module has one. */
  readonly remedy?: { readonly label: Sentence; readonly path: string };
  /** Further lines that few administrators need: shown folded. */
  readonly others?: { readonly summary: Sentence; readonly lines: readonly string[] };
}

/** A value that the files show but that lives outside the settings, such as the administrators in the directory. */
export interface WatchedValue {
  readonly name: string;
  readonly label: Sentence;
  /** As people read it; two equal texts mean "no change". */
  readonly value: string;
  /** What is to be known of a change, where it is not that it waits for the next save. */
  readonly note?: Sentence;
}

/** A question that must be answered, on a page of its own, before something is done. */
export interface Question {
  readonly title: Sentence;
  readonly sentences: readonly Sentence[];
  /** True where something is lost or interrupted by it. */
  readonly isLoss?: boolean;
  /** One, or several that each bring settings of their own beside those of the form. */
  readonly answers: readonly [Answer, ...(readonly Answer[])];
}

/** A button below a question. */
export interface Answer {
  readonly label: Sentence;
  /** What it changes of the settings that were sent. */
  readonly settings?: Settings;
}

/** Settings that are to go to the draft. */
export interface WantedChange<S> {
  /** What is in use; null while the module is off. */
  readonly inUse: S | null;
  readonly draft: S;
  readonly wanted: S;
}
