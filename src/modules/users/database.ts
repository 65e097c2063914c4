import type { Layout } from '../../core/layout.js';
import type { Machine } from '../../core/ports.js';
import { ACCOUNT, pathsOf } from './paths.js';
import { identitiesLdif, seedEntries, storedForm } from './seed.js';

/** The secret of the panel's identity. */
export const PANEL_SECRET = 'directory-panel';

/** The part of the machine that making the database needs. */
export type DatabaseTools = Pick<Machine, 'layout' | 'files' | 'commands' | 'renderer' | 'secrets'>;

/** The values of slapd.conf.ejs. `schema` is the path of our own schema. */
export function slapdConfValues(layout: Layout, schema: string): Readonly<Record<string, unknown>> {
  return { schema, data: pathsOf(layout).data };
}

/** Makes the folder of the database, where it is not there. */
export async function makeDataFolder({ files, layout }: DatabaseTools): Promise<void> {
  await files.makeFolder(pathsOf(layout).data, ACCOUNT, 0o700);
}

/**
 * Adds the entries of {@link seedEntries} that the database lacks, and gives both identities the passwords that the
 * panel has in its secrets. For a slapd that is not running.
 */
export async function makeDatabase(tools: DatabaseTools): Promise<void> {
  await withTools(tools, async (run) => {
    const hashes = {
      panel: storedForm(await tools.secrets.named(PANEL_SECRET)),
      signIn: storedForm(await tools.secrets.named('directory-sign-in')),
    };
    const there = await namesIn(tools, run);
    const entries = seedEntries(hashes);
    const missing = entries.filter(({ dn }) => !there.has(dn));
    if (missing.length > 0) await run('slapadd', [], missing.map(({ ldif }) => ldif).join('\n'));
    if (missing.length < entries.length) await run('slapmodify', [], identitiesLdif(hashes));
  });
}

/** Removes a database without users; one with users stays. */
export async function removeEmptyDatabase(tools: DatabaseTools): Promise<void> {
  const { files, layout } = tools;
  if (!(await hasDatabase(tools))) return;
  const users = await withTools(tools, (run) => run('slapcat', ['-a', '(objectClass=posixAccount)'], ''));
  if (users.trim() !== '') return;
  for (const file of ['data.mdb', 'lock.mdb']) await files.remove(`${pathsOf(layout).data}/${file}`);
}

/** Removes the folder of the database, unless there is one in it. */
export async function removeDataFolder(tools: DatabaseTools): Promise<void> {
  if (!(await hasDatabase(tools))) await tools.files.remove(pathsOf(tools.layout).data);
}

function hasDatabase({ files, layout }: DatabaseTools): Promise<boolean> {
  return files.exists(`${pathsOf(layout).data}/data.mdb`);
}

type Run = (
  program: 'slapadd' | 'slapmodify' | 'slapcat',
  args: readonly string[],
  input: string,
) => Promise<string>;

/** Runs slapd's own tools with a configuration of their own, since the live one may not be there yet. */
async function withTools<T>(tools: DatabaseTools, use: (run: Run) => Promise<T>): Promise<T> {
  const { commands, files, layout, renderer } = tools;
  const folder = `${pathsOf(layout).run}/setup`;
  await files.makeFolder(folder, ACCOUNT, 0o700);
  try {
    const schema = `${folder}/ebox.schema`;
    const configuration = `${folder}/slapd.conf`;
    await files.write(schema, await renderer.shipped('templates/slapd/ebox.schema'), ACCOUNT, 0o600);
    const text = await renderer.render('slapd/slapd.conf.ejs', 'slapd', slapdConfValues(layout, schema));
    await files.write(configuration, text, ACCOUNT, 0o600);
    return await use(async (program, args, input) => {
      const argv = [`/usr/sbin/${program}`, '-f', configuration, '-b', 'dc=ebox', ...args];
      return (await commands.run(argv, { input, account: ACCOUNT })).stdout;
    });
  } finally {
    await files.remove(folder);
  }
}

/** The names of all entries of the seed that the database has, as {@link seedEntries} writes them. */
async function namesIn(tools: DatabaseTools, run: Run): Promise<ReadonlySet<string>> {
  if (!(await hasDatabase(tools))) return new Set();
  const ldif = await run('slapcat', ['-a', '(!(objectClass=posixAccount))', '-o', 'ldif-wrap=no'], '');
  return new Set(
    ldif.split('\n').flatMap((line) => (line.startsWith('dn: ') ? [line.slice('dn: '.length)] : [])),
  );
}
