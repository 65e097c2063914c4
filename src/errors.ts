import { english } from './core/words/english.js';
import { phrase, verbatim, type Message, type Sentence, type Values } from './core/words/sentence.js';

/** Something that went wrong, with a sentence for people. `message` is its English, for the log. */
export class Trouble extends Error {
  readonly sentence: Sentence;

  constructor(sentence: Sentence, cause?: unknown) {
    super(english(sentence), cause === undefined ? undefined : { cause });
    this.name = 'Trouble';
    this.sentence = sentence;
  }
}

/**
 * What can go wrong in a way that the panel foresaw. The code is for programs and tests, the sentence for the
 * administrator: it says what is wrong and what to do. A new code needs an entry in {@link catalogue}.
 */
export class PanelError extends Trouble {
  readonly code: ErrorCode;
  /** What the sentence's `{name}` places are filled with. */
  readonly details: Values;

  constructor(code: ErrorCode, details: Values = {}, cause?: unknown) {
    super(messageOf(code, details), cause);
    this.name = 'PanelError';
    this.code = code;
    this.details = details;
  }

  /** The HTTP status that goes with the code. */
  get status(): number {
    return catalogue[this.code].status;
  }
}

/** A daemon runs, but does not serve as it should: asking it again will not change that. */
export class LastingTrouble extends Trouble {}

interface CatalogueEntry {
  readonly status: number;
  readonly sentence: string;
}

/** Each code with its HTTP status and its sentence. `{name}` is filled from the error's details. */
export const catalogue = {
  'not-found': { status: 404, sentence: phrase('This page does not exist. Choose one from the menu.') },
  forbidden: {
    status: 403,
    sentence: phrase(
      'This form did not come from this panel, or it was open for too long. Go back, reload the page and try again.',
    ),
  },
  'unknown-host': {
    status: 421,
    sentence: phrase(
      'The panel does not answer under this name. Open it by its address, or add the name to EBOX_HOSTS.',
    ),
  },
  'too-large': {
    status: 413,
    sentence: phrase(
      'This form sent more than the panel accepts. Shorten the text or choose a smaller file, then send it again.',
    ),
  },
  'method-not-allowed': {
    status: 405,
    sentence: phrase('This address does not take this kind of request. Choose a page from the menu.'),
  },
  'not-recorded': {
    status: 503,
    sentence: phrase(
      'Nothing was done, because the audit log could not be written: {reason}. Free disk space or fix the disk, then try again.',
    ),
  },
  renaming: {
    status: 409,
    sentence: phrase('Another user is being renamed at the moment. Wait a moment, then try again.'),
  },
  'not-in-time': { status: 503, sentence: phrase('{reason}. Wait a moment, then try again.') },
  busy: {
    status: 503,
    sentence: phrase('Too many people are signing in at the moment. Wait a few seconds, then try again.'),
  },
  internal: {
    status: 500,
    sentence: phrase(
      'The panel made a mistake. Your last change may have been made or not: check before you repeat it. The panel’s log has more about it under the number {id}.',
    ),
  },
  'bad-request': {
    status: 400,
    sentence: phrase('The panel could not read this request. Go back and try again.'),
  },
  'directory-unreachable': {
    status: 503,
    sentence: phrase(
      'The directory of users does not answer: {reason}. Look at the daemon "slapd" on the home page.',
    ),
  },
  'directory-refused': {
    status: 503,
    sentence: phrase(
      'The directory of users refused this: {reason}. Nothing was changed. Check what you typed, and the daemon "slapd" on the home page.',
    ),
  },
  'directory-no-such-entry': {
    status: 404,
    sentence: phrase('The directory has no such entry. It may have been deleted: check the list of users.'),
  },
  'directory-entry-exists': {
    status: 409,
    sentence: phrase('The directory already has an entry with this name. Choose another name.'),
  },
  'directory-entry-changed': {
    status: 409,
    sentence: phrase(
      'This entry was changed in the meantime. Check its present values, and change it again if you still want to.',
    ),
  },
  'directory-outcome-unknown': {
    status: 503,
    sentence: phrase(
      'The connection to the directory broke before the answer came: {reason}. Check whether your change was made.',
    ),
  },
  'module-unknown': {
    status: 404,
    sentence: phrase('There is no module with this name. Choose one on the Module State page.'),
  },
  'module-not-enabled': {
    status: 409,
    sentence: phrase('{module} is not enabled. Enable it on the Module State page first.'),
  },
  'enable-failed': {
    status: 503,
    sentence: phrase(
      '{module} was not enabled. The step "{step}" failed: {reason}. {undone} Fix this, then try again.',
    ),
  },
  'save-running': {
    status: 409,
    sentence: phrase('A save is already running. Follow it on the Save Changes page.'),
  },
  'hand-edits-undecided': {
    status: 409,
    sentence: phrase(
      'These files were changed by hand since the panel wrote them: {files}. Choose on the Save Changes page what to do with each.',
    ),
  },
  'not-changed-by-hand': {
    status: 409,
    sentence: phrase(
      'Nothing has to be decided about these files, because they were not changed by hand: {files}. Look at the changes again.',
    ),
  },
  'draft-changed': {
    status: 409,
    sentence: phrase('The settings were changed in the meantime. Look at them again before you go on.'),
  },
  'command-failed': { status: 503, sentence: phrase('{command} failed: {reason}.') },
  'helper-unavailable': {
    status: 503,
    sentence: phrase(
      'This was not applied, because the panel’s helper does not answer: {reason}. Check it with "systemctl status ebox-jabber-helper.socket", then try again.',
    ),
  },
  'helper-refused': {
    status: 500,
    sentence: phrase(
      'This was not applied, because the panel’s helper refused the request: {reason}. Panel and helper may be of different versions: "systemctl restart ebox-jabber" restarts both.',
    ),
  },
  'daemon-unknown': {
    status: 404,
    sentence: phrase('There is no daemon with this name. Choose one on the home page.'),
  },
  'daemon-not-answering': {
    status: 503,
    sentence: phrase('The daemon “{daemon}” does not answer: {reason}.'),
  },
  'settings-refused': {
    status: 409,
    sentence: phrase('{module} cannot be saved with these settings: {reason}. Fix this, then save again.'),
  },
  'certificate-unusable': {
    status: 503,
    sentence: phrase('The certificate cannot be used: {reason}. Look at the Certificates page.'),
  },
  'render-failed': {
    status: 500,
    sentence: phrase(
      'The file {file} could not be written from its template: {reason}. Nothing was changed.',
    ),
  },
  'host-unsuitable': { status: 503, sentence: phrase('{reason}.') },
} as const satisfies Record<string, CatalogueEntry>;

/** A code of the catalogue. */
export type ErrorCode = keyof typeof catalogue;

function messageOf(code: ErrorCode, values: Values): Message {
  return { message: catalogue[code].sentence, values };
}

/** What was foreseen, as a PanelError: a part that does not do it now may do it later. Null for a mistake of the panel's. */
export function foreseenIn(error: unknown): PanelError | null {
  if (error instanceof PanelError) return error;
  if (!(error instanceof Trouble)) return null;
  const code = error instanceof LastingTrouble ? 'host-unsuitable' : 'not-in-time';
  return new PanelError(code, { reason: error.sentence }, error);
}

/** What an unknown thrown value says, for people. What is none of ours is shown as it is. */
export function troubleOf(error: unknown): Sentence {
  return error instanceof Trouble ? error.sentence : verbatim(reasonOf(error));
}

/** What an unknown thrown value says in English, for a log line. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
