import { z } from 'zod';
import { choice } from '../../src/core/fields/choice.js';
import { list } from '../../src/core/fields/list.js';
import { number } from '../../src/core/fields/number.js';
import { rows } from '../../src/core/fields/rows.js';
import { text } from '../../src/core/fields/text.js';
import { tick } from '../../src/core/fields/tick.js';
import { defineModule, type Module } from '../../src/core/module/index.js';
import { say, verbatim } from '../../src/core/words/sentence.js';

const name = z
  .string()
  .trim()
  .min(1, 'Type a name.')
  .max(40, 'A name has at most 40 characters.')
  .regex(/^[^<>\s]*$/, 'A name has no spaces and no < or >.');
const id = z.string().regex(/^[0-9a-f-]{36}$/, 'An id is a UUID.');
const address = z.string().regex(/^[\d.]+$/, 'An address has digits and dots.');
const port = z.number('Type a number.').max(65_535, 'A port is 65535 at most.');

const host = z.strictObject({
  id,
  name,
  addresses: z.array(address),
  seconds: z.number('Type a number of seconds.').max(3600, 'At most 3600 seconds.'),
  kind: z.enum(['server', 'printer'], 'Choose Server or Printer.'),
  spare: z.boolean('Say yes or no.'),
});
const site = z.strictObject({
  id,
  name,
  addresses: z.array(address),
  open: z.boolean('Tick the box or leave it empty.'),
  hosts: z.array(host),
  notes: z.array(z.strictObject({ id, note: z.string().min(1, 'Type a note.') })),
});
const schema = z.strictObject({
  sites: z.array(site).superRefine((sites, context) => {
    sites.forEach((one, index) => {
      if (sites.findIndex((other) => other.name === one.name) < index)
        context.addIssue({ code: 'custom', path: [index, 'name'], message: 'There is such a site already.' });
    });
  }),
  word: z.string().max(20, 'A word has at most 20 characters.'),
  relays: z.array(z.strictObject({ id, name, port })),
});

type Tables = z.infer<typeof schema>;

/** A module whose settings are tables: sites with their hosts, and relays. Its steps touch nothing. */
export function tablesModule(): Module {
  return defineModule<Tables, null>({
    id: 'sites',
    title: verbatim('Sites'),
    summary: say`Knows the sites and their hosts.`,
    dependsOn: [],
    packages: [],
    appliesAtOnce: false,
    page: { path: '/sites', label: say`Sites`, intro: say`The sites and what stands there.` },
    settings: {
      schema,
      fields: [
        rows({
          name: 'sites',
          label: say`Places`,
          help: say`Each with its hosts.`,
          words: { one: say`Site`, add: say`Add Site` },
          fields: [
            text({ name: 'name', label: say`Name`, help: say`As people call it.` }),
            list({ name: 'addresses', label: say`Addresses`, help: '' }),
            tick({ name: 'open', label: say`Open to all`, help: '' }),
            rows({
              name: 'hosts',
              label: say`Hosts`,
              help: say`The machines there.`,
              words: { one: say`Host`, add: say`Add Host` },
              fields: [
                text({ name: 'name', label: say`Name`, help: '' }),
                list({ name: 'addresses', label: say`Addresses`, help: say`With commas between.` }),
                number({ name: 'seconds', label: say`Seconds`, help: '', initial: 60 }),
                choice({
                  ...{ name: 'kind', label: say`Kind`, help: '' },
                  choices: [
                    { value: 'server', label: say`Server` },
                    { value: 'printer', label: say`Printer` },
                  ],
                }),
                tick({ name: 'spare', label: say`Spare`, help: '' }),
              ],
            }),
            rows({
              name: 'notes',
              label: say`Notes`,
              help: '',
              words: { one: say`Note`, add: say`Add Note` },
              fields: [text({ name: 'note', label: say`Note`, help: '' })],
            }),
          ],
        }),
        text({ name: 'word', label: say`Word`, help: '' }),
        rows({
          name: 'relays',
          label: say`Relays`,
          help: '',
          words: { one: say`Relay`, add: say`Add Relay` },
          fields: [
            text({ name: 'name', label: say`Name`, help: '' }),
            number({ name: 'port', label: say`Port`, help: '', initial: 25 }),
          ],
        }),
      ],
      defaults: { sites: [], word: '', relays: [] },
    },
    enableSteps: [],
    preparations: [],
    gather: () => Promise.resolve(null),
    files: [],
    daemons: [],
    probes: [],
    stepUp: (before, after) =>
      after.sites.some((one) => one.open) && !before.sites.some((one) => one.open)
        ? say`A site is opened to all.`
        : null,
    question: (_machine, { inUse, wanted }) =>
      Promise.resolve(
        inUse?.sites.length === 0 && wanted.sites.length > 0
          ? {
              title: say`Is this your first site?`,
              sentences: [say`Then others follow.`],
              answers: [{ label: say`Yes, the first`, settings: {} }],
            }
          : null,
      ),
  });
}
