import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { commands } from '../../src/cli/commands/index.js';
import { manualPage } from '../../src/cli/manual.js';
import { shellReader } from '../../src/cli/reader.js';
import { Reader } from '../../src/core/words/reader.js';
import { openShell, shellOf } from '../helpers/eboxctl.js';
import { startSlapd, type TestSlapd } from '../helpers/slapd.js';
import { startPanel } from '../web/test-panel.js';

/** Every word of ours in brackets; dates, numbers and lists as Chinese has them, so that they bring no Latin letters. */
const pseudo = new Reader({
  catalogue: {
    language: 'zh',
    find: (message) => {
      const words = message.replace(/[^{}]+(?![^{]*\})/g, (part) =>
        /[a-z]/i.test(part) ? `⟦${part}⟧` : part,
      );
      return [words, words];
    },
  },
});

/** What stands in no brackets and looks like words, where names (of commands, options, daemons, accounts) are left out. */
function bare(text: string): readonly string[] {
  const isName = (part: string): boolean =>
    commands.some(({ name }) => part === name || part.startsWith(`${name} --`));
  return text
    .replace(/⟦[^⟧]*⟧/g, '⟦⟧')
    .split(/\n| {2,}|⟦⟧/)
    .map((part) => part.trim())
    .filter((part) => /[a-z]{2,} [a-z]{2,}/i.test(part) || /^[A-Z][a-z]+[.:]?$/.test(part))
    .filter((part) => !isName(part) && !/^(?:eboxctl|-) ?[A-Za-z[-]/.test(part));
}

test('help, usage and manual have no bare English', async () => {
  const { type } = shellOf('/nonexistent', pseudo);
  for (const line of [
    'help',
    'users',
    'nothing',
    'users add',
    'users add a b',
    'status --fast',
    'audit -n 0',
  ])
    for (const text of Object.values(await type(line)).map(String)) assert.deepEqual(bare(text), [], line);
  for (const { name } of commands) assert.deepEqual(bare((await type(`help ${name}`)).out), [], name);
  const words = manualPage(commands, pseudo)
    .replace(/\\\[u(27E6|27E7)\]/g, (_, code: string) => (code === '27E6' ? '⟦' : '⟧'))
    .replace(/^\.\\".*$/m, '')
    .replace(/(?<!⟧)\n(?!\.)/g, ' ');
  assert.deepEqual(
    words.split('\n').filter((line) => /^[A-Z][a-z]+ [a-z]+/.test(line)),
    [],
  );
});

describe('the answers of a panel', () => {
  let slapd: TestSlapd;
  before(async () => (slapd = await startSlapd()));
  after(() => slapd.stop());

  test('have no bare English', async (context) => {
    const panel = await startPanel(context, {}, slapd.directory);
    const { type } = await openShell(context, { ...panel.deps, ...panel.panel }, pseudo);
    await panel.panel.modules.enable('jabber', 'admin');
    const found: string[] = [];
    const look = async (line: string, password?: string): Promise<void> => {
      const { out, err } = await type(line, password);
      for (const part of bare(`${out}\n${err}`)) found.push(`${line}: ${part}`);
    };
    for (const line of [
      'modules disable nothing',
      'settings get jabber nothing',
      'settings set jabber muc=perhaps',
      'settings set jabber sound=on',
      'settings set jabber domain=no_domain',
      'settings set jabber muc=yes',
      'save',
      'save --yes',
      'discard',
      'rows list dns domains',
      'rows list jabber nothing',
      'users list',
      'users show alice',
      'users delete alice --yes',
      'sessions list',
      'sessions end alice',
      'certificates set certificate=files',
      'logs nothing',
      'daemons restart nothing',
      'discard',
      'doctor',
    ])
      await look(line);
    await look('users add alice', 'down the hole');
    await look('users add alice --last-name Liddell', 'down the hole');
    await look('users edit alice --set radio.on=yes');
    await look('users disable alice');
    assert.deepEqual(found, []);
  });
});

test('the shell reads in the language of its locale, and English needs no catalogue', async () => {
  assert.equal((await shellReader({ LANG: 'es_ES.UTF-8' })).language, 'es');
  for (const locale of [{}, { LANG: 'C' }, { LANG: 'en_GB.UTF-8', LANGUAGE: 'en:es' }, { LANG: 'tlh' }])
    assert.equal((await shellReader(locale)).language, 'en');
});
