import {
  findAllowed,
  plainFiles,
  withFiles,
  withoutFiles,
  type AllowedFiles,
  type NamedFiles,
} from '../../core/allowed-certificates.js';
import { say, moment, type Sentence, type Value } from '../../core/words/sentence.js';
import { allowedNow, changeAllowed, mustBeServable } from '../allowed-certificates.js';
import { activeFiles } from '../active-certificate.js';
import { readersOf } from '../certificate-readers.js';
import { changeOutcome, columns, type CommandOption, type Outcome } from '../../core/shell/command.js';
import type { Command } from '../command.js';
import { CommandFailure, usageFailure } from '../../core/shell/failure.js';

function panelOption(help: Sentence): CommandOption {
  return { name: 'panel', value: null, help };
}

/** Which keys root allows: this process reads and writes the list itself, and never asks the panel. */
export const allowedCertificateCommands: readonly Command[] = [
  {
    name: 'certificates allow',
    operands: '[CERTIFICATE [KEY]]',
    least: 0,
    most: 2,
    options: [
      panelOption(
        say`Allow the key also for the panel’s own HTTPS. Without files: allow the certificate that was made or uploaded in the panel.`,
      ),
      {
        name: 'in-force',
        value: null,
        help: say`Allow the files of the active certificate. An upgrade of the package does this once.`,
      },
    ],
    summary: say`Allow the panel to read a certificate and its key from these files. Only root can do this.`,
    manual: [
      say`The panel runs without privileges, and its helper opens only the certificate files that are allowed here. Leave out KEY if the key is in the file of the certificate. Symbolic links are followed each time the files are read, as certbot needs it: every folder in the path must belong to root or to the account that owns the files.`,
      say`The list is /etc/ebox-jabber/allowed-certificates.json. A panel started by "npm start" does not need it.`,
    ],
    async run(invocation) {
      const { flag, operands, allowedCertificates: list, user } = invocation;
      const named = namedFiles(operands);
      if (flag('in-force')) {
        if (named !== null || flag('panel')) throw usageFailure(say`Use --in-force alone.`);
        return allowActive(list, invocation.state, user);
      }
      if (named === null && !flag('panel'))
        throw usageFailure(say`Name the file of the certificate, or use --panel.`);
      if (named !== null) await mustBeServable(invocation.state, named);
      return changed(
        await changeAllowed(list, (allowed) =>
          named === null
            ? { ...allowed, keptForPanel: true }
            : withFiles(allowed, entryOf(named, flag('panel'), user)),
        ),
        say`It is allowed now. Try again in the panel.`,
        say`It was allowed already.`,
      );
    },
  },
  {
    name: 'certificates forbid',
    operands: '[CERTIFICATE [KEY]]',
    least: 0,
    most: 2,
    options: [
      panelOption(
        say`Revoke it only for the panel’s own HTTPS. Without files: for the certificate that was made or uploaded in the panel.`,
      ),
    ],
    summary: say`Revoke what "certificates allow" allowed; with --panel, only for the panel’s own HTTPS.`,
    manual: [
      say`The active certificate stays until another one takes effect. The panel has read the key if it was allowed with --panel: request a certificate with a new key if that matters.`,
    ],
    async run({ flag, operands, allowedCertificates: list }) {
      const named = namedFiles(operands);
      if (named === null && !flag('panel'))
        throw usageFailure(say`Name the file of the certificate, or use --panel.`);
      return changed(
        await changeAllowed(list, (allowed) => {
          if (named === null) return { ...allowed, keptForPanel: false };
          const before = findAllowed(allowed, named);
          if (before === null || (flag('panel') && !before.panel)) return allowed;
          const without = withoutFiles(allowed, named);
          return flag('panel') ? withFiles(without, { ...before, panel: false }) : without;
        }),
        say`It is no longer allowed. The active certificate stays until you save another one.`,
        say`It was not allowed.`,
      );
    },
  },
  {
    name: 'certificates list',
    operands: '',
    least: 0,
    most: 0,
    options: [],
    summary: say`List the files that the panel may read certificates from.`,
    manual: [],
    async run({ allowedCertificates: list }) {
      const { files, keptForPanel } = await allowedNow(list);
      const kept = [say`Certificates made or uploaded in the panel`, readersOf(keptForPanel), ''];
      return { data: { files, keptForPanel }, lines: [columns([...files.map(rowOf), kept])] };
    },
  },
];

function namedFiles([certificate, key = '']: readonly string[]): NamedFiles | null {
  if (certificate === undefined) return null;
  const plain = plainFiles({ certificate, key });
  if (plain === null)
    throw new CommandFailure(say`Type whole paths, beginning with "/" and without ".." in them.`);
  return plain;
}

function entryOf(named: NamedFiles, panel: boolean, by: string): AllowedFiles {
  return { ...named, panel, by, at: new Date().toISOString() };
}

/** What the settings name is the panel's word; it counts only where it is active, which root's own files say. */
async function allowActive(list: string, state: string, user: string): Promise<Outcome> {
  const { files, isForPanel, sentence } = await activeFiles(state);
  const outcome = await changeAllowed(list, (allowed) => {
    if (files !== null) return withFiles(allowed, entryOf(files, isForPanel, user));
    return isForPanel ? { ...allowed, keptForPanel: true } : allowed;
  });
  return changed(outcome, sentence, sentence);
}

function changed(isChanged: boolean, done: Sentence, nothing: Sentence): Outcome {
  return changeOutcome({ changed: isChanged, sentence: isChanged ? done : nothing });
}

function rowOf({ certificate, key, panel, by, at }: AllowedFiles): readonly Value[] {
  const files = key === '' ? certificate : `${certificate} ${key}`;
  return [files, readersOf(panel), say`allowed by ${{ name: by }} on ${{ day: moment(at, 'day') }}`];
}
