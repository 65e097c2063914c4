import type { AnswerOf, RequestOf, VerbName } from '../../core/helper-verbs.js';

/** What is done at each verb. A handler throws a Refusal at what no panel of ours asks; all else is a failure of the work. */
export type Handlers = {
  readonly [V in VerbName]: (request: RequestOf<V>) => Promise<AnswerOf<V>>;
};

/** What is done at the verbs whose names are of this form. */
export type HandlersOf<Form extends string> = Pick<Handlers, Extract<VerbName, Form>>;
