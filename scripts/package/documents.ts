import type { BundledPackage } from './bundles.js';

/** debian/copyright in the machine-readable form (DEP-5), with the licences of all that is bundled. */
export function copyright(packages: readonly BundledPackage[]): string {
  const stanzas = packages.map(({ name, version, licence, text }) =>
    [
      `Files: usr/lib/ebox-jabber/*`,
      `Comment: contains ${name} ${version}`,
      `Copyright: ${authorsIn(text) || `the authors of ${name}`}`,
      `License: ${shortName(name, licence)}`,
      indented(licenceText(licence, text)),
    ].join('\n'),
  );
  return `${[
    [
      'Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/',
      'Upstream-Name: ebox-jabber',
      'Comment: The programs below /usr/lib/ebox-jabber contain the packages of npm that are named here.',
    ].join('\n'),
    [
      'Files: *',
      'Copyright: the authors of ebox-jabber',
      'License: GPL-2+',
      indented(
        'This program is free software; you can redistribute it and/or modify it under the terms of the GNU General Public License as published by the Free Software Foundation; either version 2 of the License, or (at your option) any later version.\n\nOn Debian systems the full text is in /usr/share/common-licenses/GPL-2.',
      ),
    ].join('\n'),
    ...stanzas,
  ].join('\n\n')}\n`;
}

/** Debian has the texts of the commonest licences already (/usr/share/common-licenses). */
function licenceText(licence: string, text: string): string {
  if (licence === 'Apache-2.0')
    return 'On Debian systems the text is in /usr/share/common-licenses/Apache-2.0.';
  return text === '' ? `Under the licence "${licence}".` : text;
}

/** One name a stanza: texts of one licence differ in their copyright lines. */
function shortName(name: string, licence: string): string {
  return `${licence.replace(/[^A-Za-z0-9.+-]/g, '-')}-${name.replace(/[^a-z0-9]+/gi, '-').replace(/^-/, '')}`;
}

function authorsIn(text: string): string {
  const lines = text
    .split('\n')
    .flatMap((line) => /^\s*Copyright\s*(?:\(c\)|©)?\s*(.+)$/i.exec(line)?.[1] ?? []);
  return lines.map((line) => line.trim()).join('\n           ');
}

function indented(text: string): string {
  return text
    .split('\n')
    .map((line) => (line.trim() === '' ? ' .' : ` ${line.trimEnd()}`))
    .join('\n');
}

/** debian/changelog with the one entry that the last commit makes. */
export function changelog(version: string, when: Date): string {
  const date = when.toUTCString().replace('GMT', '+0000');
  return `ebox-jabber (${version}) stable; urgency=medium\n\n  * Built from its repository; the commits tell what changed.\n\n -- ebox-jabber developers <ebox-jabber@ebox-jabber.invalid>  ${date}\n`;
}
