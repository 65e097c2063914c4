import type { Express } from 'express';
import { isLocal, type Config } from './config.js';
import type { Machine } from './core/ports.js';
import { say } from './core/words/sentence.js';
import { PanelError, troubleOf } from './errors.js';
import { ownAddresses, ownNames } from './system/own-names.js';
import { ownVersion } from './system/own-version.js';
import { PanelCertificate } from './system/panel-certificate.js';
import { readStylesheet } from './system/stylesheet.js';
import type { WebConfig } from './web/deps.js';
import { serve, serveSecurely } from './web/serve.js';
import { PANEL_CERTIFICATE } from './core/certificate.js';

/** How browsers come to the panel: over HTTP on this machine alone, or over HTTPS. */
export class Entrance {
  readonly #config: Config;
  readonly #certificate: PanelCertificate | null;
  readonly #names = ownNames();
  #show: (pem: string) => void = () => undefined;

  private constructor(config: Config, certificate: PanelCertificate | null) {
    this.#config = config;
    this.#certificate = certificate;
  }

  /**
   * Reads the certificate, when there is to be one. Nothing listens yet.
   * @throws PanelError `host-unsuitable` when it is unsuitable
   */
  static async open(config: Config, { layout, commands, log }: Machine): Promise<Entrance> {
    if (config.tls === null) return new Entrance(config, null);
    const instead = `${layout.live}/${PANEL_CERTIFICATE}`;
    return new Entrance(config, await PanelCertificate.open({ own: config.tls, instead, commands, log }));
  }

  /** Where the panel is, for a person on this machine. */
  get address(): string {
    const { host, port } = this.#config.listen;
    const name = ['*', '::', '0.0.0.0'].includes(host) ? (this.#names[0] ?? 'localhost') : host;
    return `${this.#certificate === null ? 'http' : 'https'}://${name.includes(':') ? `[${name}]` : name}:${port}/`;
  }

  /**
   * What the web application asks at each request.
   * @param folder holds `views` and `public`
   * @param served the names that the services of this machine have
   */
  webConfig(folder: string, served: () => readonly string[]): WebConfig {
    const { listen, hosts } = this.#config;
    const certificate = this.#certificate;
    const names = this.#names;
    const always = ['localhost', '127.0.0.1', '::1', listen.host, ...hosts];
    return {
      get hosts() {
        if (isLocal(listen.host)) return always;
        return [...always, ...names, ...served(), ...(certificate?.names ?? []), ...ownAddresses()];
      },
      get trusted() {
        return certificate?.trusted === true;
      },
      secure: certificate !== null,
      views: `${folder}/views`,
      public: `${folder}/public`,
      serverName: names.find((name) => name.includes('.')) ?? names[0] ?? 'localhost',
      version: ownVersion(),
      passwordCommand: this.#config.passwordCommand,
      stylesheet: readStylesheet(`${folder}/public/style`),
    };
  }

  /** @throws PanelError `host-unsuitable` when the panel cannot listen */
  async listen(app: Express): Promise<void> {
    const { listen } = this.#config;
    try {
      if (this.#certificate === null) await serve(app, listen);
      else this.#show = (await serveSecurely(app, listen, this.#certificate.pem)).show;
    } catch (error) {
      const reason = say`The panel cannot listen on ${{ address: this.address }}: ${{ reason: troubleOf(error) }}. Set EBOX_LISTEN to a free address and port.`;
      throw new PanelError('host-unsuitable', { reason }, error);
    }
  }

  /** Shows browsers the certificate that is on the disk now. Never throws. */
  async renew(): Promise<void> {
    if (this.#certificate !== null && (await this.#certificate.look())) this.#show(this.#certificate.pem);
  }
}
