import { readRegularFile } from '../../system/atomic-file.js';
import { ownVersion } from '../../system/own-version.js';
import type { Patient } from '../doctor/patient.js';

/** Bytes of os-release(5). */
const LARGEST = 10_000;

/** What runs here, in one line: "ebox-jabber 0.1.0, Debian GNU/Linux 12 (bookworm), Linux 6.1.0-44-amd64 x86_64, node v18.20.4". */
export async function machineLine({ output }: Pick<Patient, 'output'>): Promise<string> {
  const release = (await readRegularFile('/usr/lib/os-release', LARGEST).catch(() => null)) ?? '';
  const [, system = 'an unknown system'] = /^PRETTY_NAME="?([^"\n]+)/m.exec(release) ?? [];
  const kernel = (await output(['uname', '-srm']))?.trim() ?? 'an unknown kernel';
  return [`ebox-jabber ${ownVersion()}`, system, kernel, `node ${process.version}`].join(', ');
}
