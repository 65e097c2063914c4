import type { TestContext } from 'node:test';
import type { Module } from '../../src/core/module/index.js';
import type { Directory, Machine, RenderedFile } from '../../src/core/ports.js';
import { disconnectPanel, jabber } from '../../src/modules/jabber/index.js';
import { reasonOf } from '../../src/errors.js';
import { settingsForm, type JabberSettings } from '../../src/modules/jabber/settings.js';
import { eventually } from './eventually.js';
import { temporaryMachine } from './machine.js';

/** The password of everybody at a {@link startChatServer}. */
export const chatPassword = 'correct horse <&>';

/** What a chat server is started with. */
export interface ChatServerOptions {
  readonly settings?: Partial<JabberSettings>;
  /** Names with administration rights, as the directory would say. */
  readonly administrators?: readonly string[];
}

/** jabberd2 and mu-conference of the module's own declaration, without the directory: see {@link startChatServer}. */
export interface ChatServer {
  readonly machine: Machine;
  readonly settings: JabberSettings;
  /** Writes the files of other settings and starts what they want, all daemons anew. Rendered files are returned. */
  change(settings: Partial<JabberSettings>): Promise<void>;
}

export const chatSettings: JabberSettings = {
  ...settingsForm.defaults,
  domain: 'chat.lan',
  otherServers: false,
  muc: false,
  ssl: 'required',
  newUsersGetAccount: true,
};

/**
 * Starts the real chat server as the module declares it, in a temporary state folder with ports of its own. The
 * directory is replaced: `alice`, `bob` and the administrators sign in with {@link chatPassword}.
 */
export async function startChatServer(
  context: TestContext,
  { settings = {}, administrators = [] }: ChatServerOptions = {},
): Promise<ChatServer> {
  const real = await temporaryMachine(context);
  const { renderer } = real;
  const machine: Machine = {
    ...real,
    directory: directoryOf(administrators),
    renderer: {
      ...renderer,
      shipped: (path) => (path.startsWith('dist/') ? Promise.resolve('not built') : renderer.shipped(path)),
    },
  };
  context.after(() => disconnectPanel(machine));
  let now = { ...chatSettings, ...settings };
  for (const step of jabber.enableSteps) if (!step.isOffered) await step.run(machine, now);
  await start(machine, now, null);
  return {
    machine,
    get settings() {
      return now;
    },
    async change(changed) {
      const before = now;
      now = { ...now, ...changed };
      // The router last, as a save does: mu-conference may hang when it loses it.
      const [router, ...others] = chatDaemons(jabber);
      await Promise.all(others.map(({ name }) => machine.daemons.stop(name)));
      if (router !== undefined) await machine.daemons.stop(router.name);
      await start(machine, now, before);
    },
  };
}

/** The module's daemons that need no directory. */
function chatDaemons(module: Module): Module['daemons'] {
  return module.daemons.filter(({ name }) => name !== 'sign-in');
}

async function start(
  machine: Machine,
  settings: JabberSettings,
  before: JabberSettings | null,
): Promise<void> {
  for (const preparation of jabber.preparations) {
    if (await preparation.needed(machine, settings, before)) await preparation.run(machine, settings, before);
  }
  const rendered = (await jabber.render(machine, settings, [])).filter(
    ({ path }) => !path.startsWith('sign-in/'),
  );
  await machine.configuration.activate(await machine.configuration.write([...rendered, relay]));
  const wanted = chatDaemons(jabber).filter((daemon) => daemon.wanted(settings));
  await machine.daemons.declare(chatDaemons(jabber).map((daemon) => daemon.command(machine)));
  for (const daemon of wanted) {
    await machine.daemons.start(daemon.name);
    await answers(machine, settings, daemon);
  }
}

async function answers(
  machine: Machine,
  settings: JabberSettings,
  daemon: Module['daemons'][number],
): Promise<void> {
  try {
    await eventually(() => daemon.answers(machine, settings));
  } catch (error) {
    const lines = await machine.daemons.lastLines(daemon.name, 20);
    throw new Error(`${daemon.name} does not answer (${reasonOf(error)}):\n${lines.join('\n')}`, {
      cause: error,
    });
  }
}

/** Stands in for the sign-in relay: c2s's `pipe` protocol (storage/authreg_pipe.c), everybody has one password. */
const relay: RenderedFile = {
  path: 'sign-in/relay',
  readableBy: 'chat',
  executable: true,
  content: `#!/bin/sh
echo "OK CHECK-PASSWORD USER-EXISTS"
while read -r verb user password realm; do
  case "$verb $user $password" in
    "CHECK-PASSWORD "[A-Za-z]*" ${Buffer.from(chatPassword, 'utf8').toString('base64')}") echo OK ;;
    *) echo NO ;;
  esac
done
`,
};

/** A directory that knows who the administrators are, and nothing else. */
function directoryOf(administrators: readonly string[]): Directory {
  const refuse = (): Promise<never> => Promise.reject(new Error('there is no directory in this test'));
  return {
    search: () =>
      Promise.resolve({
        entries: administrators.map((name) => ({
          dn: `uid=${name},ou=Users,dc=ebox`,
          attributes: new Map([
            ['objectclass', ['userJabberAccount']],
            ['uid', [name]],
            ['jabberuid', [name]],
          ]),
        })),
        truncated: false,
      }),
    each: refuse,
    add: refuse,
    modify: refuse,
    remove: refuse,
    rename: refuse,
    setPassword: refuse,
    proves: refuse,
  };
}
