import assert from 'node:assert/strict';
import { test } from 'node:test';
import { xml } from '@xmpp/client';
import type { Page } from 'playwright-core';
import { openBrowser, openPage } from '../helpers/browser.js';
import { PASSWORD } from '../helpers/panel-acts.js';
import { adminPassword, startPanel } from '../helpers/panel-process.js';
import { signIn } from '../helpers/xmpp-client.js';

async function addUser(page: Page, userName: string): Promise<void> {
  await page.getByRole('link', { name: 'Añadir usuario' }).click();
  await page.getByLabel('Nombre de usuario').fill(userName);
  await page.getByLabel('Nombre', { exact: true }).fill('Ana');
  await page.getByLabel('Apellidos').fill('Núñez');
  await page.getByLabel('Contraseña', { exact: true }).fill(PASSWORD);
  await page.getByLabel('Repetir contraseña').fill(PASSWORD);
  const section = page.getByRole('group', { name: 'Cuenta Jabber' });
  await section.getByLabel('Cuenta de usuario').check();
  await section.getByLabel('Derechos de administración').check();
  await page.getByRole('button', { name: 'Añadir', exact: true }).click();
  await page.getByRole('rowheader', { name: userName, exact: true }).waitFor();
}

test('the practical example of the manual, by somebody whose browser asks for Spanish', async (context) => {
  const panel = await startPanel(context);
  const page = await openPage(await openBrowser(context), panel.address, { locale: 'es-ES' });
  await page.goto('/');
  assert.equal(await page.locator('html').getAttribute('lang'), 'es');
  await page.getByLabel('Nombre de usuario').fill('admin');
  await page.getByLabel('Contraseña').fill(adminPassword);
  await page.getByRole('button', { name: 'Iniciar sesión' }).click();

  await page.getByRole('link', { name: 'Estado de los módulos' }).click();
  await page.getByLabel('Jabber').check();
  await page.getByRole('button', { name: 'Aplicar cambios' }).click();
  await page.getByRole('button', { name: 'Aceptar' }).click();
  await page.getByLabel('Nombre de dominio').waitFor();

  await page.getByRole('link', { name: 'Servicio Jabber' }).click();
  await page.getByLabel('Nombre de dominio').fill('chat.lan');
  await page.getByLabel('Activar salas de chat (MUC)').check();
  await page
    .getByRole('radiogroup', { name: 'Soporte de SSL' })
    .getByRole('radio', { name: 'Obligatorio' })
    .check();
  await page.getByRole('button', { name: 'Aplicar cambios' }).click();

  await addUser(page, 'ana');
  await page.getByRole('link', { name: /Guardar cambios/ }).click();
  await page.getByRole('button', { name: 'Guardar', exact: true }).click();
  await page.locator('[data-outcome=done], [data-outcome=failed]').waitFor({ timeout: 60_000 });
  assert.match((await page.locator('main').textContent()) ?? '', /Cambios guardados/);

  const account = { domain: 'chat.lan', port: panel.ports.client, password: PASSWORD };
  const ana = await signIn(context, { ...account, username: 'ana' });
  await ana.xmpp.send(xml('presence'));
  await page.getByRole('link', { name: 'Quién está conectado' }).click();
  await page.getByRole('rowheader', { name: 'ana' }).waitFor();
});
