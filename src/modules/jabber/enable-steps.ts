import type { EnableStep } from '../../core/module/index.js';
import type { Layout } from '../../core/layout.js';
import type { Machine } from '../../core/ports.js';
import { say, type Sentence } from '../../core/words/sentence.js';
import { makeCertificate } from './certificate.js';
import { forget, remember, takeBack } from './made.js';
import { certificateFolder, pathsOf, roomsFolder } from './paths.js';
import type { JabberSettings } from './settings.js';
import { makeRooms, makeStorage } from './storage.js';
import { takeOver } from './takeover/step.js';

/** A step that makes a file or a folder where there is none. It is undone only where its last run made it. */
function making(parts: {
  /** Under which the store keeps what the step made. It stays the same: a later version undoes by it. */
  readonly key: string;
  readonly what: Sentence;
  readonly why: Sentence;
  readonly path: (layout: Layout, settings: JabberSettings) => string;
  readonly make: (machine: Machine, settings: JabberSettings) => Promise<void>;
}): EnableStep<JabberSettings> {
  return {
    what: parts.what,
    why: parts.why,
    async run(machine, settings) {
      await forget(machine, parts.key);
      const path = parts.path(machine.layout, settings);
      if (await machine.files.exists(path)) return;
      await remember(machine, parts.key, { undo: 'remove', path });
      await parts.make(machine, settings);
    },
    undo: (machine) => takeBack(machine, parts.key),
    settle: (machine) => forget(machine, parts.key),
  };
}

/**
 * Only the chat server: the distribution's slapd listens on the ports and sockets of its own, which ours does not use.
 */
const turnOffDistribution: EnableStep<JabberSettings> = {
  what: say`Stop Debian’s own chat server, and keep it from starting`,
  why: say`It uses the same ports. Its users are disconnected. It is restored when you purge this panel from the machine. Debian’s own directory server (slapd) is not changed: it uses other ports.`,
  needed: async ({ distribution }) => (await distribution.units('jabber')).length > 0,
  run: ({ distribution }) => distribution.turnOff('jabber'),
  undo: ({ distribution }) => distribution.putBack('jabber'),
};

/** What enabling Jabber does. Nobody gets an account by it. */
export const enableSteps: readonly EnableStep<JabberSettings>[] = [
  turnOffDistribution,
  making({
    key: 'Make the folder for chat data',
    what: say`Create the folder for chat data`,
    why: say`It stores contact lists, offline messages and chat rooms. Only the chat server can read it.`,
    path: (layout) => pathsOf(layout).data,
    make: ({ files, layout }) => files.makeFolder(pathsOf(layout).data, 'chat', 0o700),
  }),
  making({
    key: 'Make the database of contact lists and messages',
    what: say`Create the database of contact lists and messages`,
    why: say`The chat server stores there what must remain when a session is closed.`,
    path: (layout) => pathsOf(layout).storage,
    make: makeStorage,
  }),
  making({
    key: 'Make the folder for chat rooms',
    what: say`Create the folder for chat rooms`,
    why: say`The chat server stores permanent rooms there, after you enable chat rooms.`,
    path: (layout, { domain }) => roomsFolder(layout, domain),
    make: (machine, { domain }) => makeRooms(machine, domain),
  }),
  takeOver,
  making({
    key: 'Make a self-signed certificate for the domain and its chat rooms',
    what: say`Create a self-signed certificate for the domain and its chat rooms`,
    why: say`Encryption requires a certificate. Each client asks once whether to trust it.`,
    path: (layout, { domain }) => certificateFolder(layout, domain),
    make: (machine, { domain }) => makeCertificate(machine, domain),
  }),
];
