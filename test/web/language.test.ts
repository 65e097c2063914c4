import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OwnLanguage } from '../../src/services/sign-in/own-language.js';
import { zoneOf } from '../../src/web/zone.js';
import { memoryMachine } from '../helpers/memory-machine.js';
import { startPanel } from './test-panel.js';

test('pages follow the browser until the administrator chooses a language, and the sign-in page always does', async (context) => {
  const panel = await startPanel(context);
  const browser = panel.administrator();
  const page = await browser.get('/account', { 'Accept-Language': 'es-MX, en;q=0.5' });
  assert.match(page.text, /<html lang="es" dir="ltr">/);
  assert.match(page.text, /<option value="" selected>[^<]+<\/option>/);
  assert.match(page.text, /<option value="en" lang="en">English<\/option>/);
  assert.match(page.text, /<option value="es" lang="es">español<\/option>/);

  const done = await browser.follow(await browser.post('/account/language', { language: 'es' }));
  assert.match(
    done.text,
    /<html lang="es" dir="ltr">[^]*class="notice is-done"[^]*<option value="es" lang="es" selected>/,
  );
  assert.match((await browser.get('/', { 'Accept-Language': 'en' })).text, /<html lang="es"/);
  assert.match((await panel.stranger().get('/sign-in', { 'Accept-Language': 'en' })).text, /<html lang="en"/);
  assert.match((await panel.administrator().get('/')).text, /<html lang="es"/);
  const [record] = await panel.panel.audit.latest(1);
  assert.deepEqual(
    [record?.what, record?.before, record?.after, record?.who],
    ['Language of the pages changed', 'browser', 'es', 'admin'],
  );
  const again = await OwnLanguage.open(panel.machine);
  assert.equal(again.chosen, 'es');

  assert.match(
    (await browser.follow(await browser.post('/account/language', { language: 'es' }))).text,
    /is-done/,
  );
  assert.equal((await panel.panel.audit.latest(5)).filter(({ what }) => what === record?.what).length, 1);
  assert.equal((await browser.post('/account/language', { language: 'tlh' })).status, 400);
  await browser.post('/account/language', { language: '' });
  assert.match((await browser.get('/', { 'Accept-Language': 'en' })).text, /<html lang="en"/);
});

test('a panel that never asked for a language has none, and a damaged choice is forgotten', async () => {
  const machine = memoryMachine();
  assert.equal((await OwnLanguage.open(machine)).chosen, '');
  await machine.store.document('language').write({ language: '../../etc' });
  assert.equal((await OwnLanguage.open(machine)).chosen, '');
  assert.match(machine.log.lines.join('\n'), /the chosen language cannot be read and is forgotten/);
});

test('a time says its zone where the browser’s clock shows another one, or is not known', async (context) => {
  const panel = await startPanel(context);
  const here = new Intl.DateTimeFormat('en').resolvedOptions().timeZone;
  const timeSeen = async (cookie: string | null): Promise<string> => {
    const browser = panel.administrator();
    if (cookie !== null) browser.cookies.set('ebox-zone', cookie);
    const { text } = await browser.get('/account');
    const [, time = ''] = /<time datetime="[^"]+">([^<]+)<\/time>/.exec(text) ?? [];
    return time;
  };
  const plain = /^\d{1,2} [A-Z][a-z]{2,3} \d{4}, \d\d:\d\d$/;
  const zoned = /^\d{1,2} [A-Z][a-z]{2,3} \d{4}, \d\d:\d\d [A-Z]{3}\S*$/;
  assert.match(await timeSeen(here), plain);
  assert.match(await timeSeen(null), zoned);
  assert.match(await timeSeen('Pacific/Kiritimati'), zoned);
  for (const nonsense of ['Mars/Olympus', '<b>', '../../etc/localtime', 'x'.repeat(5000)])
    assert.match(await timeSeen(nonsense), zoned, nonsense);
});

test('of what a browser says of its zone only what Intl knows is taken', () => {
  assert.equal(zoneOf('Europe/Madrid'), 'Europe/Madrid');
  assert.equal(zoneOf('europe/madrid'), 'Europe/Madrid');
  for (const nonsense of ['', '+01:00', 'Mars/Olympus', 'Europe/Madrid ', 'Europe/Madrid\n', 'x'.repeat(65)])
    assert.equal(zoneOf(nonsense), '', nonsense);
});
