import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { verbs } from '../../src/core/helper-verbs.js';
import { sentenceSchema } from '../../src/core/words/sentence-schema.js';

/** The schema as data: what names of fields it takes shows there. */
function fieldsOf(schema: z.ZodType): string {
  return JSON.stringify(z.toJSONSchema(schema, { unrepresentable: 'any', io: 'input' }));
}

test('no request to the helper carries a sentence: a panel in a stranger’s hands cannot choose the helper’s words', () => {
  assert.match(fieldsOf(sentenceSchema), /"verbatim"/);
  for (const [name, { request }] of Object.entries(verbs))
    assert.doesNotMatch(fieldsOf(request), /"verbatim"|"passage"/, name);
});
