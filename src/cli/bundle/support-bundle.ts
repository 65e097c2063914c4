import { englishOnly } from '../../core/words/languages.js';
import { inDocument } from '../document.js';
import { modules } from '../../modules/index.js';
import { readRegularFile } from '../../system/atomic-file.js';
import { findingsAsText } from '../../core/finding.js';
import { english } from '../../core/words/english.js';
import { examine } from '../doctor/index.js';
import type { Patient } from '../doctor/patient.js';
import { CommandFailure } from '../../core/shell/failure.js';
import { Blank } from './blank.js';
import { readConfiguration } from './configuration.js';
import type { Contents } from './contents.js';
import { knownSecrets } from './known-secrets.js';
import { readLogs } from './logs.js';
import { machineLine } from './machine-line.js';
import { serverWords } from './server-words.js';

/** Bytes of the journal of a save. */
const LARGEST = 1_000_000;

/** Everything that helps others to see what is wrong: without secrets and without names of people. */
export async function bundleContents(patient: Patient): Promise<Contents> {
  const { state, status, silence } = patient;
  const [secrets, configuration, logs] = await Promise.all([
    knownSecrets(state),
    readConfiguration(state),
    readLogs(patient),
  ]);
  const daemons = status?.daemons.map(({ name }) => name) ?? [...logs.keys()];
  const blank = new Blank(secrets, await userNames(patient), serverWords(configuration, daemons));
  for (const text of logs.values()) blank.learn(text);
  const document = (value: unknown): string => `${blank.people(JSON.stringify(value, null, 2))}\n`;
  const contents = new Map<string, string>([
    ['README', explanation(await machineLine(patient), status === null ? english(silence) : '')],
    ['doctor.json', document(findingsAsText(await examine(patient), english))],
    [
      'status.json',
      document(
        status === null ? { problem: english(silence) } : inDocument(status, englishOnly.reader('en')),
      ),
    ],
    ['journal-of-a-save.json', blank.people(await saveJournal(state))],
  ]);
  for (const [path, text] of configuration) contents.set(`configuration/${path}`, blank.people(text));
  for (const [name, text] of logs) contents.set(`logs/${name}`, blank.people(text));
  return contents;
}

function explanation(machine: string, silence: string): string {
  return [
    machine,
    'Made by "eboxctl support-bundle". Secrets, private keys and hashes of passwords stand as ****, people as USER and',
    'where they come from as ADDRESS. Nothing is in it of what the daemons keep for people. A name',
    'that is also a word of the server’s own configuration ("router", "user") is not blanked.',
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
  for (const { commands } of modules) {
    try {
      names.push(...((await commands?.peopleNames?.(control)) ?? []));
    } catch (error) {
      if (!(error instanceof CommandFailure)) throw error;
    }
  }
  return names.map((name) => name.toLowerCase());
}

/** What a save that is under way, or was interrupted, has noted; `null` when there is none. */
async function saveJournal(state: string): Promise<string> {
  const text = await readRegularFile(`${state}/panel/journal.json`, LARGEST).catch(() => 'cannot be read');
  return `${text?.trim() ?? 'null'}\n`;
}
