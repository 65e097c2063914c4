import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { logsVerb } from '../../control/verbs/records.js';
import { listUsersVerb } from '../../control/verbs/users.js';
import { readRegularFile } from '../../system/atomic-file.js';
import { lastLogLines } from '../../system/daemon-log.js';
import { examine } from '../doctor/index.js';
import type { Patient } from '../doctor/patient.js';
import { CommandFailure } from '../failure.js';
import { Blank } from './blank.js';
import { knownSecrets } from './known-secrets.js';

/** Lines of each log. */
const LINES = 300;
/** Bytes of a configuration file. */
const LARGEST = 1_000_000;
/** The panel's own record of a generation, which says everything once more. */
const MANIFEST = 'manifest.json';

/** Path in the bundle → text. */
export type Contents = ReadonlyMap<string, string>;

/** Everything that helps somebody else to see what is wrong: no secret, nobody's name. */
export async function bundleContents(patient: Patient): Promise<Contents> {
  const { state, status, silence } = patient;
  const blank = new Blank(await knownSecrets(state), await userNames(patient));
  const logs = await readLogs(patient);
  for (const text of logs.values()) blank.learn(text);
  const document = (value: unknown): string => `${blank.people(JSON.stringify(value, null, 2))}\n`;
  const contents = new Map<string, string>([
    ['README', explanation(status === null ? silence : '')],
    ['doctor.json', document(await examine(patient))],
    ['status.json', document(status ?? { problem: silence })],
  ]);
  for (const [path, text] of await readConfiguration(state))
    contents.set(`configuration/${path}`, blank.people(text));
  for (const [name, text] of logs) contents.set(`logs/${name}`, blank.people(text));
  return contents;
}

function explanation(silence: string): string {
  return [
    'Made by "eboxctl support-bundle". Secrets, private keys and hashes of passwords stand as ****, people as USER and',
    'where they come from as ADDRESS. There are no messages, contacts, rooms or entries of the directory in it.',
    ...(silence === ''
      ? []
      : [
          `The panel did not answer, so names of users are blanked only where they are known from addresses: ${silence}`,
        ]),
    '',
  ].join('\n');
}

async function userNames({ control, status }: Patient): Promise<readonly string[]> {
  if (status === null) return [];
  const names: string[] = [];
  try {
    for (let page = 1, pages = 1; page <= pages; page += 1) {
      const answer = await control.ask(listUsersVerb, { search: '', page });
      pages = answer.pages;
      for (const { userName, fullName } of answer.users)
        names.push(userName, ...fullName.split(/\s+/).filter((word) => word.length > 2));
    }
  } catch (error) {
    if (!(error instanceof CommandFailure)) throw error;
  }
  return names.map((name) => name.toLowerCase());
}

async function readConfiguration(state: string): Promise<Contents> {
  const folder = join(state, 'configuration/current');
  const contents = new Map<string, string>();
  const look = async (path: string): Promise<void> => {
    const entries = await readdir(join(folder, path), { withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      const below = path === '' ? entry.name : `${path}/${entry.name}`;
      if (entry.isDirectory()) await look(below);
      if (!entry.isFile() || below === MANIFEST) continue;
      const text = await readRegularFile(join(folder, below), LARGEST).catch(() => 'cannot be read\n');
      if (text !== null) contents.set(below, text);
    }
  };
  await look('');
  return contents;
}

/** What the panel gives, redacted once already; while it is silent, what lies in the folder of the logs. */
async function readLogs({ state, control, status }: Patient): Promise<Contents> {
  const contents = new Map<string, string>();
  if (status !== null) {
    for (const { name } of status.daemons) {
      const { lines } = await control.ask(logsVerb, { name, lines: LINES, search: '' });
      contents.set(name, lines.join('\n'));
    }
    return contents;
  }
  for (const name of await readdir(join(state, 'logs')).catch(() => []))
    contents.set(name, (await lastLogLines(join(state, 'logs', name), LINES)).join('\n'));
  return contents;
}
