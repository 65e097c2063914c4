import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { catalogue, PanelError, type ErrorCode } from '../../src/errors.js';
import { escapeHtml } from '../../src/web/views.js';
import { startPanel } from './test-panel.js';
import { expectLog } from '../helpers/log-rule.js';

test('a mistake of the panel is a page with a number, and the log has what happened in one line', async (context) => {
  expectLog('panel', /^error: \w+: GET \/module-state: /);
  const { administrator, panel, machine } = await startPanel(context);
  panel.modules.rows = () => {
    throw new Error('secret detail\nof two lines');
  };
  const answer = await administrator().get('/module-state');
  assert.equal(answer.status, 500);
  const [, id] = /under the number ([0-9a-f]{8})/.exec(answer.text) ?? [];
  assert.ok(id !== undefined, answer.text);
  assert.ok(!/secret detail|node_modules|\.ts:/.test(answer.text));
  const [line = '', ...more] = machine.log.lines;
  assert.deepEqual(more, []);
  assert.ok(
    line.startsWith(`error: ${id}: GET /module-state: `) && line.includes('secret detail\\nof two lines'),
  );
  assert.ok(!line.includes('\n'));
});

test('what was foreseen is a page with its sentence, and nothing is logged', async (context) => {
  const { administrator, panel, machine } = await startPanel(context);
  panel.modules.rows = () => {
    throw new PanelError('directory-unreachable', { reason: 'it is stopped' });
  };
  const answer = await administrator().get('/module-state');
  assert.equal(answer.status, 503);
  assert.match(answer.text, /The directory of users does not answer: it is stopped/);
  assert.match(answer.text, /<title>Error: Not available now · eBox Jabber<\/title>/);
  assert.match(answer.text, /class="menu"/);
  assert.deepEqual(machine.log.lines, []);
});

test('a reason from outside is shown as text', async (context) => {
  const { administrator, panel } = await startPanel(context);
  panel.modules.rows = () => {
    throw new PanelError('command-failed', { command: 'x', reason: '<img src=x onerror=alert(1)>' });
  };
  const answer = await administrator().get('/module-state');
  assert.match(answer.text, /&lt;img src=x onerror=alert\(1\)&gt;/);
  assert.ok(!answer.text.includes('<img src=x'));
});

test('an error page that fails too still answers', async (context) => {
  expectLog('panel', /^error: \w+: the error page: /);
  const { administrator, panel } = await startPanel(context);
  panel.draft.pending = () => {
    throw new Error('no list');
  };
  const answer = await administrator().get('/nothing');
  assert.equal(answer.status, 500);
  assert.match(answer.text, /under the number/);
});

/** Of these only the reason can say what to do; they stand in a job's failure or beside a daemon, with its log. */
const reasonAdvises: readonly string[] = [
  'command-failed',
  'daemon-not-answering',
  'render-failed',
  'host-unsuitable',
];
const advice = /\b(?:Choose|Go back|Open|Shorten|Free|Fix|Wait|[Cc]heck|Look|Enable|Follow|restarts both)\b/;

const codes = Object.keys(catalogue).filter(isCode);

function isCode(text: string): text is ErrorCode {
  return text in catalogue;
}

test('every error of the catalogue is a page with its status and a whole sentence that says what to do', async (context) => {
  const { administrator, panel } = await startPanel(context);
  const browser = administrator();
  assert.ok(codes.length > 20);
  for (const code of codes) {
    const { status, sentence } = catalogue[code];
    assert.ok(status >= 400 && status < 600, code);
    assert.match(sentence, /\.$/, code);
    assert.ok(advice.test(sentence) || reasonAdvises.includes(code), `${code} says what to do: ${sentence}`);

    const places = [...sentence.matchAll(/\{([a-z]+)\}/g)].map(([, name = '']) => name);
    const details = Object.fromEntries(places.map((name) => [name, `a ${name}.`]));
    const error = new PanelError(code, details);
    assert.ok(!/[{}]|\.\./.test(error.message), error.message);
    panel.modules.rows = () => {
      throw error;
    };
    const page = await browser.get('/module-state');
    assert.equal(page.status, status, code);
    assert.ok(page.text.includes(`${escapeHtml(error.message)}<`), `${code}: ${error.message}`);
    assert.match(page.text, /<title>Error: [^<]+ · eBox Jabber<\/title>/, code);
  }
});

test('wherever an error is thrown, every place of its sentence is filled', async () => {
  const root = fileURLToPath(new URL('../../src', import.meta.url));
  const thrown: string[] = [];
  for (const path of await readdir(root, { recursive: true })) {
    if (!path.endsWith('.ts')) continue;
    const text = await readFile(join(root, path), 'utf8');
    for (const found of text.matchAll(/new PanelError\(\s*'([a-z-]+)'/g)) {
      const [, code = ''] = found;
      assert.ok(isCode(code), `${path}: ${code}`);
      thrown.push(code);
      const [call = ''] = text.slice(found.index).split(';', 1);
      for (const [, place = ''] of catalogue[code].sentence.matchAll(/\{([a-z]+)\}/g))
        assert.match(call, new RegExp(`\\b${place}\\b`), `${path}: ${code} without ${place}`);
    }
  }
  assert.ok(thrown.length > 30, `${thrown.length} were found`);
});
