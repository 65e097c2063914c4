import { fileURLToPath } from 'node:url';
import type { Layout } from '../src/core/layout.js';
import type { CleanUp } from '../test/helpers/clean-up.js';
import { Browser } from '../test/web/test-panel.js';
import { WebProcess, type Page } from './web-process.js';

const PASSWORD = 'a password for the bench';
const root = fileURLToPath(new URL('..', import.meta.url));

/** The panel as it is installed, on a state folder. */
export class BuiltPanel {
  readonly web: WebProcess;
  /** Its memory before anybody signs in: checking a password takes 128 MB for a moment. */
  readonly idleMegabytes: number;
  readonly #cookie: string;

  private constructor(web: WebProcess, idleMegabytes: number, cookie: string) {
    this.web = web;
    this.idleMegabytes = idleMegabytes;
    this.#cookie = cookie;
  }

  /**
   * Starts dist/main.js, with the options that it has in service, and signs in.
   * @param more further options of node
   */
  static async start(
    ending: CleanUp,
    { state, ports }: Layout,
    more: readonly string[] = [],
  ): Promise<BuiltPanel> {
    const web = await WebProcess.start(
      ending,
      () => ['--max-semi-space-size=2', ...more, `${root}dist/main.js`],
      (port) => ({
        EBOX_LISTEN: `127.0.0.1:${port}`,
        EBOX_STATE_DIR: state,
        EBOX_ADMIN_PASSWORD: PASSWORD,
        EBOX_CHAT_PORTS: `${ports.client},${ports.clientTls},${ports.server}`,
      }),
    );
    const idle = await web.megabytes();
    const browser = new Browser(web.port);
    await browser.get('/sign-in');
    const answer = await browser.post('/sign-in', { name: 'admin', password: PASSWORD });
    if (answer.status !== 303) throw new Error(`the bench cannot sign in: ${answer.status}`);
    return new BuiltPanel(
      web,
      idle,
      [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
    );
  }

  /** A page for somebody who is signed in. */
  page(path: string): Page {
    return { path, cookie: this.#cookie };
  }
}
