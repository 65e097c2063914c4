import { requestSchema, verbs, type VerbName } from '../core/helper-verbs.js';
import { say } from '../core/words/sentence.js';
import { Refusal } from './refusal.js';

/** A request as it came: what goes with the verb is not looked at yet. */
export interface HelperRequest {
  readonly id: number;
  readonly verb: VerbName;
  readonly with: unknown;
}

/** Reads one line. Throws a Refusal at what is no request. */
export function readRequest(line: Buffer): HelperRequest {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(line);
  } catch {
    throw new Refusal(say`The request is not UTF-8.`);
  }
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    throw new Refusal(say`The request is not one JSON document.`);
  }
  const request = requestSchema.safeParse(document);
  if (!request.success)
    throw new Refusal(say`A field of the request is missing, unknown or of the wrong type.`);
  const { id, verb } = request.data;
  if (!isVerb(verb)) throw new Refusal(say`The verb is not known.`);
  return { id, verb, with: request.data.with };
}

function isVerb(name: string): name is VerbName {
  return Object.hasOwn(verbs, name);
}
