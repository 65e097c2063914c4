/**
 * Brings the catalogues below languages/ up to date with the sentences of the code, and says what they lack:
 *   npm run words                 merges, reports
 *   npm run words -- --new de     begins another language
 *   npm run words -- --check      changes nothing; ends with 1 where a catalogue is not up to date or has mistakes
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { po } from 'gettext-parser';
import { emptyCatalogue, merged, reportOf, textOf } from './catalogue.js';
import { extract } from './extract.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = join(root, 'languages');
const [option = '', wanted = ''] = process.argv.slice(2);
const say = (line: string): void => void process.stdout.write(`${line}\n`);

if (option === '--new') {
  const path = join(folder, `${wanted}.po`);
  if (Intl.getCanonicalLocales(wanted)[0] !== wanted)
    throw new Error(`“${wanted}” is no language tag, such as de or pt-BR`);
  if (existsSync(path)) throw new Error(`${path} exists already`);
  writeFileSync(path, textOf(emptyCatalogue(wanted)));
}

const found = extract(root);
say(`The code has ${found.length} sentences.`);
for (const name of readdirSync(folder).filter((file) => file.endsWith('.po'))) {
  const language = basename(name, '.po');
  const path = join(folder, name);
  const before = readFileSync(path, 'utf8');
  const catalogue = merged(po.parse(before), found, language);
  const text = textOf(catalogue);
  const { missing, wrong: mistakes } = reportOf(catalogue, found, language);
  const stale = Object.values(catalogue.obsolete ?? {}).flatMap((entries) => Object.keys(entries));
  const isOld = option === '--check' && text !== before;
  const wrong = [...mistakes, ...(isOld ? [`languages/${name} is not up to date: run "npm run words"`] : [])];
  if (option !== '--check') writeFileSync(path, text);
  say(
    `${language}: ${found.length - missing.length} translated, ${missing.length} missing, ${stale.length} stale, ${wrong.length} wrong`,
  );
  for (const line of missing) say(`  missing  ${line}`);
  for (const line of stale) say(`  stale    ${line}`);
  for (const line of wrong) say(`  wrong    ${line}`);
  if (wrong.length > 0) process.exitCode = 1;
}
