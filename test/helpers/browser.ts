import type { CleanUp } from './clean-up.js';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';

/** Debian's Chromium, told to talk to nobody but us. */
export async function openBrowser(context: CleanUp): Promise<Browser> {
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  context.after(() => browser.close());
  return browser;
}

/** A page of a browser of its own: a second one shares no cookie with the first. */
export async function openPage(
  browser: Browser,
  address: string,
  options: BrowserContextOptions = {},
): Promise<Page> {
  const session = await browser.newContext({ baseURL: address, ...options });
  session.setDefaultTimeout(20_000);
  return session.newPage();
}
