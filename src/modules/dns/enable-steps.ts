import { dirname } from 'node:path';
import type { EnableStep } from '../../core/module/index.js';
import { say } from '../../core/words/sentence.js';
import { PanelError } from '../../errors.js';
import { ACCOUNT, placesOf } from './paths.js';

/** The package with the server and its checker. It is only suggested: not everybody wants a DNS server. */
const PROGRAMS = ['/usr/sbin/named', '/usr/bin/named-checkconf'];

/** Where systemd reads what is not to be enabled when it is installed (systemd.preset(5)), until the next boot. */
const PRESET = '/run/systemd/system-preset/named.preset';

/**
 * Installs the server without starting Debian's own unit of it, which would take the port. A unit that is not enabled when
 * its package is installed stays so through all upgrades. A mask would not do: while there is one, Debian's scripts write
 * down nothing, and the next upgrade enables the unit.
 */
const INSTALL = `sudo sh -c "mkdir -p ${dirname(PRESET)}; echo disable named.service > ${PRESET}; apt-get install -y bind9 bind9-utils; rm ${PRESET}"`;

const mustBeInstalled: EnableStep<unknown> = {
  what: say`Look for the DNS server BIND on this machine`,
  why: say`The panel runs BIND with its own configuration. A BIND that Debian started is not changed.`,
  async run({ files }) {
    for (const program of PROGRAMS)
      if (!(await files.exists(program)))
        throw new PanelError('host-unsuitable', {
          reason: say`The DNS server BIND is not installed. Install it, without starting Debian’s own service, with: ${{ command: INSTALL }}`,
        });
  },
  undo: () => Promise.resolve(),
};

const folders: EnableStep<unknown> = {
  what: say`Create the folders for the DNS server`,
  why: say`The DNS server stores the keys of the DNS root (DNSSEC) there. Only the DNS server can read these folders.`,
  async run({ files, layout }) {
    const { data, keysFolder, run } = placesOf(layout);
    for (const folder of [data, keysFolder, run]) await files.makeFolder(folder, ACCOUNT, 0o700);
  },
  // They hold no data of users.
  async undo({ files, layout }) {
    const { data, run } = placesOf(layout);
    for (const folder of [run, data]) await files.remove(folder);
  },
};

/** What enabling DNS does. Nothing is served by it. */
export const enableSteps: readonly EnableStep<unknown>[] = [mustBeInstalled, folders];
