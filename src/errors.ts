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

/** A daemon runs and does not serve as it is to: asking it again will not change that. */
export class LastingTrouble extends Error {}

interface CatalogueEntry {
  readonly status: number;
  readonly sentence: string;
}

/** Each code with its HTTP status and its sentence. `{name}` is filled from the error's details. */
export const catalogue = {
  'not-found': { status: 404, sentence: phrase('There is no such page. Choose one from the menu.') },
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
    sentence: phrase('What was sent is too large for this form. Make it shorter and send it again.'),
  },
  'method-not-allowed': {
    status: 405,
    sentence: phrase('This page cannot be asked for in this way. Choose one from the menu.'),
  },
  'not-recorded': {
    status: 503,
    sentence: phrase(
      'Nothing was done, because it could not be written down in the audit log ({reason}). Make room on the disk, or mend what is wrong with it, then try again.',
    ),
  },
  'not-in-time': { status: 503, sentence: phrase('{reason}. Wait a moment, then try again.') },
  busy: {
    status: 503,
    sentence: phrase('Too many people are signing in at this moment. Wait a few seconds and try again.'),
  },
  internal: {
    status: 500,
    sentence: phrase(
      "The panel made a mistake. Nothing is known about whether the last change was made: look before you repeat it. The panel's log tells more under the number {id}.",
    ),
  },
  'bad-request': {
    status: 400,
    sentence: phrase('The panel could not read what was sent. Go back and try again.'),
  },
  'directory-unreachable': {
    status: 503,
    sentence: phrase(
      'The directory of users does not answer ({reason}). Look at the daemon "slapd" on the home page.',
    ),
  },
  'directory-refused': {
    status: 503,
    sentence: phrase(
      'The directory of users refused this: {reason}. Nothing was changed: look at what you typed, and at the daemon "slapd" on the home page.',
    ),
  },
  'directory-no-such-entry': {
    status: 404,
    sentence: phrase(
      'There is no such entry in the directory. Somebody may have deleted it: look at the list of users.',
    ),
  },
  'directory-entry-exists': {
    status: 409,
    sentence: phrase('The directory already has an entry of this name. Choose another name.'),
  },
  'directory-entry-changed': {
    status: 409,
    sentence: phrase(
      'Somebody changed this entry meanwhile. Look at what it says now, and change it again if you still want to.',
    ),
  },
  'directory-outcome-unknown': {
    status: 503,
    sentence: phrase(
      'The connection to the directory broke in the middle ({reason}). Look at the entry to see whether the change was made.',
    ),
  },
  'module-unknown': {
    status: 404,
    sentence: phrase('There is no module of this name. Choose one on the Module State page.'),
  },
  'module-not-enabled': {
    status: 409,
    sentence: phrase('The module {module} is not enabled. Enable it on the Module State page first.'),
  },
  'enable-failed': {
    status: 503,
    sentence: phrase(
      '{module} was not enabled. The step "{step}" failed: {reason}. {undone} Mend that, then try again.',
    ),
  },
  'save-running': {
    status: 409,
    sentence: phrase('A save is already running. Its progress is on the Save Changes page.'),
  },
  'hand-edits-undecided': {
    status: 409,
    sentence: phrase(
      'Somebody changed files by hand since the panel wrote them: {files}. Decide on the Save Changes page what is to become of them.',
    ),
  },
  'not-changed-by-hand': {
    status: 409,
    sentence: phrase(
      'There is nothing to decide about {files}: nobody changed it by hand since the panel wrote it. Look at the changes again.',
    ),
  },
  'draft-changed': {
    status: 409,
    sentence: phrase(
      'The settings were changed meanwhile by somebody else. Look at them again before you go on.',
    ),
  },
  'command-failed': { status: 503, sentence: phrase('{command} failed: {reason}.') },
  'helper-unavailable': {
    status: 503,
    sentence: phrase(
      'This was not applied: the panel’s helper does not answer ({reason}). Look at it with "systemctl status ebox-jabber-helper.socket", then try again.',
    ),
  },
  'helper-refused': {
    status: 500,
    sentence: phrase(
      'This was not applied: the panel’s helper refused {reason}. Look whether panel and helper are of different versions: "systemctl restart ebox-jabber" starts both anew.',
    ),
  },
  'daemon-unknown': {
    status: 404,
    sentence: phrase('There is no daemon of this name. Choose one on the home page.'),
  },
  'daemon-not-answering': { status: 503, sentence: phrase('{daemon} does not answer: {reason}.') },
  'settings-refused': {
    status: 409,
    sentence: phrase('{module} cannot be saved so: {reason} Mend that, then save again.'),
  },
  'certificate-unusable': {
    status: 503,
    sentence: phrase('The certificate cannot be used: {reason}. Look at the Certificates page.'),
  },
  'render-failed': {
    status: 500,
    sentence: phrase('The file {file} could not be rendered: {reason}. Nothing was changed.'),
  },
  'host-unsuitable': { status: 503, sentence: phrase('{reason}.') },
} as const satisfies Record<string, CatalogueEntry>;

/** A code of the catalogue. */
export type ErrorCode = keyof typeof catalogue;

function messageOf(code: ErrorCode, values: Values): Message {
  return { message: catalogue[code].sentence, values };
}

/** What an unknown thrown value says, for people. What is none of ours is shown as it is. */
export function troubleOf(error: unknown): Sentence {
  return error instanceof Trouble ? error.sentence : verbatim(reasonOf(error));
}

/** What an unknown thrown value says in English, for a log line. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
