import { cpSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { commands } from '../../src/cli/commands/index.js';
import { manualPages } from '../../src/cli/manual-pages.js';
import { modules } from '../../src/modules/index.js';
import { languagesIn } from '../words/compiled.js';
import { createRenderer } from '../../src/system/render.js';
import { writeCatalogues } from '../build/catalogues.js';
import { bundlePrograms } from './bundles.js';
import { installedSize, md5sums, put } from './deb.js';
import { declaredBy, filledIn, profilesOf } from './declared.js';
import { changelog, copyright } from './documents.js';
import { daemonUnits } from './units.js';

const PROGRAM = 'usr/lib/ebox-jabber';
const UNITS = 'usr/lib/systemd/system';
const DOCUMENTS = 'usr/share/doc/ebox-jabber';
const DAEMONS = 'ebox-jabber-daemons.target';

/** Lays out in `tree` everything that the package holds. */
export async function layOut(root: string, tree: string, version: string, when: Date): Promise<void> {
  const packaging = join(root, 'packaging');
  const into = (path: string): string => join(tree, path);
  const renderer = createRenderer(root);
  const profiles = profilesOf(modules);
  const declared = declaredBy(modules);
  const debian = (name: string, more: Readonly<Record<string, string>> = {}): string =>
    filledIn(readFileSync(join(packaging, 'debian', name), 'utf8'), { ...declared, ...more });

  mkdirSync(into(PROGRAM), { recursive: true });
  const bundled = await bundlePrograms(root, into(PROGRAM));
  for (const folder of ['templates', 'views', 'public'])
    cpSync(join(root, folder), into(`${PROGRAM}/${folder}`), { recursive: true });
  writeCatalogues(root, into(`${PROGRAM}/dist/languages`));
  put(into(`${PROGRAM}/package.json`), `${JSON.stringify({ type: 'module', version })}\n`);
  put(into(`${PROGRAM}/ready`), readFileSync(join(packaging, 'ready')), 0o755);
  put(into('usr/bin/eboxctl'), readFileSync(join(packaging, 'eboxctl')), 0o755);
  put(into('etc/default/ebox-jabber'), debian('default'));
  put(into('etc/apt/apt.conf.d/60ebox-jabber'), debian('apt'));
  for (const profile of profiles)
    put(into(`etc/apparmor.d/${profile}`), readFileSync(join(packaging, 'apparmor', profile)));

  for (const unit of [
    'ebox-jabber.service',
    'ebox-jabber-helper.socket',
    'ebox-jabber-helper@.service',
    DAEMONS,
  ])
    put(into(`${UNITS}/${unit}`), readFileSync(join(packaging, 'systemd', unit)));
  mkdirSync(into(`${UNITS}/${DAEMONS}.wants`), { recursive: true });
  mkdirSync(into(`${UNITS}/multi-user.target.wants`), { recursive: true });
  symlinkSync(`../${DAEMONS}`, into(`${UNITS}/multi-user.target.wants/${DAEMONS}`));
  for (const { name, content } of await daemonUnits(modules, renderer)) {
    put(into(`${UNITS}/${name}`), content);
    symlinkSync(`../${name}`, into(`${UNITS}/${DAEMONS}.wants/${name}`));
  }

  const document = (name: string, text: string | Uint8Array): void =>
    put(into(`${DOCUMENTS}/${name}.gz`), gzipSync(text, { level: 9 }));
  put(into(`${DOCUMENTS}/copyright`), copyright(bundled));
  document('changelog', changelog(version, when));
  document('README.md', readFileSync(join(root, 'README.md')));
  for (const name of ['operating.md', 'security.md', 'privileges.md', 'eboxctl.md'])
    document(name, readFileSync(join(root, 'docs', name)));

  for (const page of manualPages(commands, languagesIn(join(root, 'languages'))).keys()) {
    const manual = readFileSync(join(root, 'docs', page));
    put(into(`usr/share/man/${dirname(page)}/man1/eboxctl.1.gz`), gzipSync(manual, { level: 9 }));
  }
  const completion = readFileSync(join(root, 'scripts/completion/eboxctl.bash'));
  put(into('usr/share/bash-completion/completions/eboxctl'), completion);
  put(
    into('usr/share/lintian/overrides/ebox-jabber'),
    readFileSync(join(packaging, 'debian/lintian-overrides')),
  );

  const settings = [
    'apt/apt.conf.d/60ebox-jabber',
    'default/ebox-jabber',
    ...profiles.map((name) => `apparmor.d/${name}`),
  ];
  put(
    into('DEBIAN/conffiles'),
    settings
      .map((path) => `/etc/${path}\n`)
      .sort()
      .join(''),
  );
  put(into('DEBIAN/md5sums'), md5sums(tree));
  for (const script of ['preinst', 'postinst', 'prerm', 'postrm'])
    put(into(`DEBIAN/${script}`), debian(script), 0o755);
  put(into('DEBIAN/control'), debian('control', { VERSION: version, SIZE: String(installedSize(tree)) }));
}
