import { fileURLToPath } from 'node:url';
import type { DirectoryEntry } from '../../../src/core/directory.js';
import type { PlannedFile } from '../../../src/core/module/index.js';
import type { Machine } from '../../../src/core/ports.js';
import { Secret } from '../../../src/core/secret.js';
import { jabber } from '../../../src/modules/jabber/index.js';
import type { JabberSettings } from '../../../src/modules/jabber/settings.js';
import { createRenderer } from '../../../src/system/render.js';
import { chatSettings } from '../../helpers/jabberd2.js';
import { memoryMachine } from '../../helpers/memory-machine.js';

/** Settings, and what was found on the machine, of which the rendered files are kept in test/golden/jabberd2. */
export interface GoldenSet {
  readonly name: string;
  readonly settings: JabberSettings;
  readonly administrators: readonly string[];
  readonly ipv6: boolean;
}

const plain = { ...chatSettings, domain: 'chat.example.org' };
const unicode = { ...chatSettings, domain: 'bücher.example' };
const both = ['alice', 'bob.b'];

/** Every value that makes a difference in a file, each with each other that stands in the same file. */
export const goldenSets: readonly GoldenSet[] = [
  { name: 'required', settings: plain, administrators: [], ipv6: true },
  {
    name: 'optional',
    settings: { ...plain, ssl: 'optional', allowedServers: ['example.net', 'bücher.example'] },
    administrators: both,
    ipv6: true,
  },
  { name: 'disabled', settings: { ...plain, ssl: 'disabled' }, administrators: [], ipv6: false },
  {
    name: 'required-unicode',
    settings: { ...unicode, allowedServers: ['example.net'] },
    administrators: both,
    ipv6: false,
  },
  { name: 'optional-unicode', settings: { ...unicode, ssl: 'optional' }, administrators: [], ipv6: true },
  { name: 'disabled-unicode', settings: { ...unicode, ssl: 'disabled' }, administrators: both, ipv6: true },
];

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** Renders what the module declares, with `{name}` in the place of each secret, as an x86_64 Debian would. */
export async function renderGolden(set: GoldenSet): Promise<readonly PlannedFile[]> {
  const memory = memoryMachine();
  await memory.files.write('/usr/lib/x86_64-linux-gnu/jabberd2/authreg_pipe.so', 'a module', 'panel', 0o644);
  const renderer = createRenderer(root);
  const machine: Machine = {
    ...memory,
    certificates: { ...memory.certificates, read: () => Promise.resolve('{certificate and key}\n') },
    renderer: {
      ...renderer,
      shipped: (file) => (file.startsWith('dist/') ? Promise.resolve('') : renderer.shipped(file)),
    },
    secrets: { ...memory.secrets, named: (name) => Promise.resolve(new Secret(`{${name}}`)) },
    network: {
      ...memory.network,
      ownAddresses: () => (set.ipv6 ? ['127.0.0.1', '::1'] : ['127.0.0.1']),
    },
    directory: {
      ...memory.directory,
      search: () => Promise.resolve({ entries: set.administrators.map(entryOf), truncated: false }),
    },
  };
  return jabber.render(machine, set.settings, []);
}

function entryOf(name: string): DirectoryEntry {
  const attributes = new Map([
    ['objectclass', ['userJabberAccount']],
    ['uid', [name]],
    ['jabberuid', [name]],
  ]);
  return { dn: `uid=${name},ou=Users,dc=ebox`, attributes };
}
