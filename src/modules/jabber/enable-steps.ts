import type { EnableStep } from '../../core/module/index.js';
import type { Layout } from '../../core/layout.js';
import type { Machine } from '../../core/ports.js';
import { makeCertificate } from './certificate.js';
import { forget, remember, takeBack } from './made.js';
import { certificateFolder, pathsOf, roomsFolder } from './paths.js';
import type { JabberSettings } from './settings.js';
import { makeRooms, makeStorage } from './storage.js';
import { takeOver } from './takeover/step.js';

/** A step that makes a file or a folder where there is none. It is undone only where its last run made it. */
function making(parts: {
  readonly what: string;
  readonly why: string;
  readonly path: (layout: Layout, settings: JabberSettings) => string;
  readonly make: (machine: Machine, settings: JabberSettings) => Promise<void>;
}): EnableStep<JabberSettings> {
  return {
    what: parts.what,
    why: parts.why,
    async run(machine, settings) {
      await forget(machine, parts.what);
      const path = parts.path(machine.layout, settings);
      if (await machine.files.exists(path)) return;
      await remember(machine, parts.what, { undo: 'remove', path });
      await parts.make(machine, settings);
    },
    undo: (machine) => takeBack(machine, parts.what),
    settle: (machine) => forget(machine, parts.what),
  };
}

/**
 * Only the chat server: the distribution's slapd listens on the ports and sockets of its own, which ours does not use.
 */
const turnOffDistribution: EnableStep<JabberSettings> = {
  what: 'Stop the chat server that Debian started, and keep it from starting',
  why: 'It uses the same ports. Nobody can chat on it from now on; it is put back when this panel is purged from the machine. A directory server (slapd) of Debian’s is left alone: it is not in the way.',
  needed: async ({ distribution }) => (await distribution.units('jabber')).length > 0,
  run: ({ distribution }) => distribution.turnOff('jabber'),
  undo: ({ distribution }) => distribution.putBack('jabber'),
};

/** What enabling Jabber does. Nobody gets an account by it. */
export const enableSteps: readonly EnableStep<JabberSettings>[] = [
  turnOffDistribution,
  making({
    what: 'Make the folder for chat data',
    why: 'Contact lists, messages for people who are offline, and chat rooms are kept there; only the chat server can read it.',
    path: (layout) => pathsOf(layout).data,
    make: ({ files, layout }) => files.makeFolder(pathsOf(layout).data, 'chat', 0o700),
  }),
  making({
    what: 'Make the database of contact lists and messages',
    why: 'The chat server keeps there what must outlive a session.',
    path: (layout) => pathsOf(layout).storage,
    make: makeStorage,
  }),
  making({
    what: 'Make the folder for chat rooms',
    why: 'Permanent rooms are kept there, once chat rooms are switched on.',
    path: (layout, { domain }) => roomsFolder(layout, domain),
    make: (machine, { domain }) => makeRooms(machine, domain),
  }),
  takeOver,
  making({
    what: 'Make a self-signed certificate for the domain and its chat rooms',
    why: 'Without a certificate nothing can be encrypted. Clients ask once whether they should trust it.',
    path: (layout, { domain }) => certificateFolder(layout, domain),
    make: (machine, { domain }) => makeCertificate(machine, domain),
  }),
];
