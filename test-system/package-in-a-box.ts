import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { eventually } from '../test/helpers/eventually.js';
import { adminPassword } from '../test/helpers/panel-process.js';
import type { Box } from './box.js';

/** The package of this repository, under a version of its own. */
export function buildPackage(version: string): Uint8Array {
  const folder = mkdtempSync('/tmp/ebox-deb-');
  execFileSync('node', ['--import', 'tsx', 'scripts/package/main.ts', folder, version]);
  const deb = readFileSync(`${folder}/ebox-jabber_${version}_all.deb`);
  rmSync(folder, { recursive: true });
  return deb;
}

/** Installs it, sets the administrator's password, and returns when the panel answers. */
export async function installPackage(box: Box, deb: Uint8Array): Promise<void> {
  box.put('/root/ebox.deb', deb);
  await box.sh('apt-get install -y --no-install-recommends /root/ebox.deb 2>&1');
  await box.sh(`echo '${adminPassword}' | eboxctl admin password`);
  await eventually(() => box.sh('eboxctl status'), 30);
}
