import { z } from 'zod';
import type { Actor, Deed } from './act.js';
import { earlierKind, kindOf } from './audit-kind.js';
import type { AuditedAct, AuditRecord } from './ports/audit-log.js';
import { english } from './words/english.js';
import { sentenceSchema } from './words/sentence-schema.js';
import { say, sayOf, verbatim, type Sentence } from './words/sentence.js';

/** Who acts when the panel does something unasked, and who has no name yet, as a record has them. */
export const THE_PANEL = 'the panel';
export const NOBODY_YET = '(nobody yet)';
/** The outcome of what was simply done. */
const DONE = 'done';

const sentencesSchema = z.object({
  what: sentenceSchema.optional(),
  before: sentenceSchema.optional(),
  after: sentenceSchema.optional(),
  outcome: sentenceSchema.optional(),
});

/** One line of the audit log, as it is stored and as the shell gives it. Sentences that cannot be read leave the texts. */
export const auditRecordSchema = z.object({
  when: z.string(),
  who: z.string(),
  from: z.string(),
  session: z.string(),
  what: z.string(),
  before: z.string(),
  after: z.string(),
  outcome: z.string(),
  sentences: sentencesSchema.optional().catch(undefined),
  kind: z.string().optional().catch(undefined),
  act: z.object({ id: z.string(), title: sentenceSchema }).optional().catch(undefined),
});

/** The act that a deed is a part of, with its name among all acts: `users.edit`. */
export interface NamedAct extends AuditedAct {
  readonly name: string;
}

/**
 * What is written down of a deed.
 * @param when ISO 8601
 * @param act left out for what is done without one
 */
export function recordOf(
  when: string,
  actor: Actor,
  { what, before = '', after = '', outcome }: Deed,
  act: NamedAct | null = null,
): AuditRecord {
  return {
    when,
    ...actor,
    what: english(what),
    before: textOf(before),
    after: textOf(after),
    outcome: outcome === undefined ? DONE : english(outcome),
    sentences: {
      what,
      ...(typeof before === 'string' ? {} : { before }),
      ...(typeof after === 'string' ? {} : { after }),
      ...(outcome === undefined ? {} : { outcome }),
    },
    kind: act === null ? (actor.who === THE_PANEL ? 'panel' : 'sign-in') : kindOf(act.name),
    ...(act === null ? {} : { act: { id: act.id, title: act.title } }),
  };
}

/** What a record is about; `''` where an older version wrote it and its text does not tell. */
export function kindOfRecord({ kind, who, what }: AuditRecord): string {
  return kind ?? (who === THE_PANEL ? 'panel' : earlierKind(what));
}

/** A record in words, for people. */
export interface AuditWords {
  readonly who: Sentence;
  readonly what: Sentence;
  readonly before: Sentence | '';
  readonly after: Sentence | '';
  readonly outcome: Sentence;
}

/** What a person reads of a record. What an older version wrote is shown as it was written. */
export function wordsOf({ who, what, before, after, outcome, sentences = {} }: AuditRecord): AuditWords {
  return {
    who: whoOf(who),
    what: sentences.what ?? verbatim(what),
    before: sentences.before ?? shown(before),
    after: sentences.after ?? shown(after),
    outcome: sentences.outcome ?? (outcome === DONE ? sayOf('an outcome')`done` : verbatim(outcome)),
  };
}

/** Who it was, in words. */
export function whoOf(who: string): Sentence {
  if (who === THE_PANEL) return say`the panel`;
  return who === NOBODY_YET ? say`(not signed in)` : verbatim(who);
}

function textOf(value: string | Sentence): string {
  return typeof value === 'string' ? value : english(value);
}

function shown(text: string): Sentence | '' {
  return text === '' ? '' : verbatim(text);
}
