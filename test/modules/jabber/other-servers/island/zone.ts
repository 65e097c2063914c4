import { mkdir, writeFile } from 'node:fs/promises';
import type { TestContext } from 'node:test';
import { temporaryFolder } from '../../../../helpers/folder.js';
import { ISLAND_ADDRESS } from '../../../../helpers/island.js';
import { startNamed } from '../../../../helpers/named.js';

/** Starts a real named for the zone `lan`, which /etc/resolv.conf of an island names. @param records lines of the zone */
export async function serveZone(context: TestContext, records: readonly string[]): Promise<void> {
  const folder = await temporaryFolder(context);
  const work = `${folder}/work`;
  await mkdir(work);
  const zone = [
    '$TTL 5',
    `@ IN SOA ns.lan. root.lan. 1 3600 600 86400 1`,
    '@ IN NS ns.lan.',
    `ns IN A ${ISLAND_ADDRESS}`,
    ...records,
  ];
  await writeFile(`${folder}/lan.zone`, `${zone.join('\n')}\n`, { mode: 0o644 });
  const configuration = `${folder}/named.conf`;
  const options = [
    `directory "${work}"; managed-keys-directory "${work}";`,
    'pid-file none; session-keyfile none; recursion no; dnssec-validation no;',
    'listen-on port 53 { any; }; listen-on-v6 { none; };',
  ];
  await writeFile(
    configuration,
    `options { ${options.join(' ')} };\ncontrols { };\nzone "lan" { type primary; file "${folder}/lan.zone"; };\n`,
    { mode: 0o644 },
  );
  await startNamed(context, { configuration, port: 53, zone: 'lan' });
}
