import { z } from 'zod';
import { say, type Sentence, verbatim } from '../../src/core/words/sentence.js';
import { harmless } from '../helpers/harmless.js';
import { valueOf } from '../../src/core/directory.js';
import {
  defineModule,
  type EnableStep,
  type FileDeclaration,
  type Module,
} from '../../src/core/module/index.js';
import type { Settings } from '../../src/core/settings.js';
import { activity } from '../../src/modules/jabber/activity.js';
import { answer } from '../../src/modules/jabber/answer.js';
import { jabberAccount } from '../../src/modules/jabber/account.js';
import { certificateControl } from '../../src/modules/jabber/certificate-control.js';
import { judge } from '../../src/modules/jabber/certificate-check.js';
import { jabberCommands } from '../../src/modules/jabber/commands/index.js';
import { stepUp } from '../../src/modules/jabber/step-up.js';
import { administratorNames } from '../../src/modules/jabber/facts.js';
import { jabberPages } from '../../src/modules/jabber/pages/index.js';
import { userCommands } from '../../src/modules/users/commands/index.js';
import { userPages } from '../../src/modules/users/pages/index.js';
import { sslWords } from '../../src/modules/jabber/ssl-words.js';
import { settingsForm, type JabberSettings } from '../../src/modules/jabber/settings.js';

/** Modules like the panel's own, whose steps touch nothing: for tests of the pages. */
export function sampleModules(): readonly Module[] {
  const users = defineModule<Settings, null>({
    id: 'users',
    title: say`Users and Groups`,
    summary: say`Keeps the users in a directory (LDAP) on this machine.`,
    dependsOn: [],
    packages: [],
    appliesAtOnce: true,
    page: null,
    settings: { schema: z.strictObject({}), fields: [], defaults: {} },
    enableSteps: [
      step(say`Make the folder of the directory`, say`The users are kept there, at most 1 GiB.`),
      step(say`Start a directory server (slapd)`, say`It answers on this machine only, on a socket.`),
    ],
    preparations: [],
    gather: () => Promise.resolve(null),
    files: [file('slapd/slapd.conf', say`What the directory keeps, and who may read it.`, 'slapd')],
    daemons: [daemon('slapd', say`Directory of users`, say`Nobody can sign in for a second.`, () => true)],
    probes: [],
    pages: userPages,
    commands: userCommands,
  });
  const jabber = defineModule<JabberSettings, null>({
    id: 'jabber',
    title: verbatim('Jabber'),
    summary: say`Instant messaging for the users, with chat rooms (XMPP).`,
    dependsOn: ['users'],
    packages: [],
    appliesAtOnce: false,
    page: {
      path: '/jabber',
      label: say`Jabber Service`,
      choiceHelp: sslWords,
      intro: say`Instant messaging for the users of this machine: who may talk with whom, and how messages are protected.`,
    },
    settings: settingsForm,
    enableSteps: [
      step(say`Make secrets for the daemons`, say`They prove to each other who they are.`),
      step(
        say`Make a certificate for the domain`,
        say`Clients encrypt with it. It is signed by this machine only.`,
      ),
    ],
    preparations: [],
    gather: () => Promise.resolve(null),
    files: [
      file('jabberd2/c2s.xml', say`Ports, domain and encryption for clients.`, 'c2s'),
      file('jabberd2/sm.xml', say`Who is an administrator.`, 'sm'),
    ],
    daemons: [
      daemon(
        'sm',
        say`Sessions and contact lists`,
        say`Everybody is disconnected for about three seconds.`,
        () => true,
      ),
      daemon(
        'c2s',
        say`Client connections`,
        say`Everybody is disconnected for about three seconds.`,
        () => true,
      ),
      daemon('muc', say`Chat rooms`, say`Everybody leaves the rooms.`, (settings) => settings.muc),
    ],
    certificate: certificateControl,
    refusals: async (machine, settings) => (await judge(machine, settings)).refusals,
    activity,
    answer,
    sessions: {
      sessions: () => Promise.resolve([]),
      end: () => Promise.resolve(0),
      announceSave: () => Promise.resolve(),
      tell: () => Promise.resolve(0),
      reads: [],
      connectsAs: (entry) => valueOf(entry, 'uid'),
    },
    probes: [
      {
        name: 'tls',
        setting: 'ssl',
        title: say`Encryption`,
        look: () => Promise.resolve(say`STARTTLS is required.`),
      },
      {
        name: 'domain',
        setting: 'domain',
        title: say`Domain`,
        look: () => Promise.resolve(say`It is served.`),
      },
    ],
    warnings: (_machine, settings) =>
      Promise.resolve(
        settings.domain.endsWith('.internal')
          ? []
          : [
              {
                setting: 'domain',
                sentence: say`${{ domain: settings.domain }} does not resolve to this machine. Create these records, so that clients find it:`,
                lines: [
                  `${settings.domain}. IN A 192.0.2.10`,
                  `_xmpp-client._tcp.${settings.domain}. IN SRV 0 5 5222 ${settings.domain}.`,
                ],
              },
            ],
      ),
    account: jabberAccount,
    pages: jabberPages,
    commands: jabberCommands,
    stepUp,
    watched: async ({ directory }) => {
      const names = await administratorNames(directory);
      return [{ name: 'administrators', label: say`Administrators`, value: names.join(', ') }];
    },
    question: (_machine, { inUse, wanted }) =>
      Promise.resolve(
        inUse === null || inUse.domain === wanted.domain
          ? null
          : {
              title: say`Change the domain to ${{ domain: wanted.domain }}?`,
              sentences: [
                say`Every account gets a new address.`,
                say`Nothing is deleted: changing back finds everything again.`,
              ],
              answers: [{ label: say`Change the domain`, settings: {} }],
            },
      ),
  });
  return [users, jabber];
}

function step(what: Sentence, why: Sentence): EnableStep<Settings> {
  return {
    what,
    why,
    run: () => Promise.resolve(),
    undo: () => Promise.resolve(),
  };
}

function file(path: string, why: Sentence, readBy: string): FileDeclaration<Settings, null> {
  return {
    path,
    why,
    readableBy: 'panel',
    readBy: [readBy],
    takes: 'restart',
    content: ({ settings }) => ({ text: JSON.stringify(settings) }),
  };
}

function daemon<S>(name: string, title: Sentence, disturbs: Sentence, wanted: (settings: S) => boolean) {
  return {
    name,
    title,
    command: () => ({ argv: [`/usr/sbin/${name}`], account: 'panel' as const, stopSeconds: 5 }),
    confinement: harmless,
    wanted,
    answers: () => Promise.resolve(),
    disturbs,
    disconnectsEverybody: true,
  };
}
