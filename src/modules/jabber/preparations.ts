import type { PreparationDeclaration } from '../../core/module/index.js';
import { say } from '../../core/words/sentence.js';
import { hasCertificate, makeCertificate } from './certificate.js';
import { pathsOf, roomsFolder } from './paths.js';
import { portsOf, routerPort } from './ports.js';
import type { JabberSettings } from './settings.js';
import { copyStorage, makeRooms, makeStorage } from './storage.js';

/** What must be there before the files of these settings are rendered. */
export const preparations: readonly PreparationDeclaration<JabberSettings>[] = [
  {
    what: say`Copying contact lists, messages and rooms before the domain changes`,
    needed: (_machine, { domain }, before) => Promise.resolve(before !== null && before.domain !== domain),
    run: (machine) => copyStorage(machine),
  },
  {
    what: say`Choosing another port for the router, because another program uses its port`,
    needed: async ({ network, layout, daemons }, _settings, before) => {
      if (before !== null || (await daemons.state('router')).up) return false;
      return (await network.listeners(portsOf(layout).router)).some(({ on }) => on !== 'one');
    },
    run: ({ chosenPorts }) => chosenPorts.moveOn(routerPort.name),
  },
  {
    what: say`Creating a certificate for the domain`,
    needed: async (machine, { domain, certificate }) =>
      certificate === 'own' && !(await hasCertificate(machine, domain)),
    run: (machine, { domain }) => makeCertificate(machine, domain),
  },
  {
    what: say`Creating the database of contact lists and messages`,
    needed: async ({ files, layout }) => !(await files.exists(pathsOf(layout).storage)),
    run: (machine) => makeStorage(machine),
  },
  {
    what: say`Creating a folder for the rooms of the domain`,
    needed: async ({ files, layout }, { domain }) => !(await files.exists(roomsFolder(layout, domain))),
    run: (machine, { domain }) => makeRooms(machine, domain),
  },
];
