import type { X509Certificate } from 'node:crypto';
import { lookup } from 'node:dns/promises';
import { connect as connectTcp, type Socket } from 'node:net';
import { hostname } from 'node:os';
import { StringDecoder } from 'node:string_decoder';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { noAnswer } from '../core/no-answer.js';
import type { Connection, Network, PeerCertificate } from '../core/ports.js';
import { passage, say } from '../core/words/sentence.js';
import { Trouble } from '../errors.js';
import { listenersOn } from './listeners.js';
import { wordsOf } from '../core/certificate.js';
import { chainProblems } from './certificates/chain.js';
import { openConnections } from './open-connections.js';
import { OwnConnections } from './own-connections.js';
import { ownAddresses } from './own-names.js';
import { outwardAddresses } from './outward-addresses.js';
import { plainReason } from './plain-reason.js';

/** How much of a peer's answer is kept until it is taken: 1 MB of text. */
const MAX_TEXT = 1_000_000;

/** Seconds that a TLS handshake may take. */
const HANDSHAKE_SECONDS = 5;

/** Connections as a client opens them. */
export function createNetwork(): Network {
  const own = new OwnConnections();
  return {
    ownConnections: () => own.all(),

    async connect(target, seconds) {
      const socket = 'socket' in target ? connectTcp(target.socket) : connectTcp(target.port, target.host);
      own.add(socket);
      await happens(socket, 'connect', seconds);
      return new SocketConnection(socket);
    },

    async connectTls({ host, port, serverName }, seconds) {
      const socket = connectTls({ host, port, servername: serverName, rejectUnauthorized: false });
      own.add(socket);
      await happens(socket, 'secureConnect', seconds);
      return { connection: new SocketConnection(socket), certificate: certificateOf(socket) };
    },

    async resolve(name, seconds) {
      let timer: NodeJS.Timeout | undefined;
      const tooLate = new Promise<readonly string[]>((resolve) => {
        timer = setTimeout(() => resolve([]), seconds * 1000);
      });
      const found = lookup(name, { all: true }).then(
        (addresses) => addresses.map(({ address }) => address),
        () => [],
      );
      return Promise.race([found, tooLate]).finally(() => clearTimeout(timer));
    },

    ownAddresses,
    outwardAddresses,

    hostName() {
      const name = hostname();
      return name.includes('.') ? name : '';
    },

    openConnections,
    listeners: listenersOn,
  };
}

/** A socket whose text is kept until a reader takes it. */
class SocketConnection implements Connection {
  #socket: Socket;
  #decoder = new StringDecoder('utf8');
  #text = '';
  #ended: Error | null = null;
  #changed: () => void = () => undefined;

  constructor(socket: Socket) {
    this.#socket = socket;
    this.#listen(socket);
  }

  #listen(socket: Socket): void {
    socket.on('data', (bytes: Buffer) => {
      this.#text += this.#decoder.write(bytes);
      if (this.#text.length > MAX_TEXT) socket.destroy(new Trouble(say`The answer is too long.`));
      this.#changed();
    });
    socket.on('error', (error) => this.#end(plainReason(error)));
    socket.on('close', () => this.#end(new Trouble(say`The connection was closed.`)));
  }

  #end(reason: Error): void {
    this.#ended ??= reason;
    this.#changed();
  }

  async send(text: string): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#socket.write(text, (error) => {
        if (error) reject(plainReason(error));
        else resolve();
      });
    });
  }

  receive(complete: (text: string) => boolean, seconds: number): Promise<string> {
    return new Promise((resolve, reject) => {
      const settle = (act: () => void): void => {
        clearTimeout(timer);
        this.#changed = () => undefined;
        act();
      };
      const timer = Number.isFinite(seconds)
        ? setTimeout(() => settle(() => reject(tooLate(seconds))), seconds * 1000)
        : undefined;
      this.#changed = () => {
        if (complete(this.#text)) {
          const text = this.#text;
          this.#text = '';
          settle(() => resolve(text));
        } else if (this.#ended !== null) {
          const reason = this.#ended;
          settle(() => reject(reason));
        }
      };
      this.#changed();
    });
  }

  async startTls(serverName: string): Promise<PeerCertificate> {
    const plainSocket = this.#socket;
    plainSocket.removeAllListeners('data');
    const socket = connectTls({ socket: plainSocket, servername: serverName, rejectUnauthorized: false });
    this.#socket = socket;
    await happens(socket, 'secureConnect', HANDSHAKE_SECONDS);
    this.#listen(socket);
    return certificateOf(socket);
  }

  close(): void {
    this.#socket.destroy();
  }
}

/** Waits for a socket's event; destroys the socket when it fails or takes too long. */
function happens(socket: Socket, event: 'connect' | 'secureConnect', seconds: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (act: () => void): void => {
      clearTimeout(timer);
      socket.off(event, succeed).off('error', fail).off('close', close);
      act();
    };
    const succeed = (): void => settle(resolve);
    const fail = (error: Error): void =>
      settle(() => {
        socket.on('error', () => undefined).destroy();
        reject(plainReason(error));
      });
    const close = (): void => fail(new Trouble(say`The connection was closed.`));
    const timer = setTimeout(() => fail(tooLate(seconds)), seconds * 1000);
    socket.on(event, succeed).on('error', fail).on('close', close);
  });
}

function tooLate(seconds: number): Error {
  return new Trouble(noAnswer(seconds));
}

/** Node says it as an OpenSSL code, or as an error with one (a name that does not fit). */
function distrustOf(error: unknown): string {
  if (typeof error === 'string') return error;
  return error instanceof Error && 'code' in error ? String(error.code) : 'UNKNOWN';
}

function certificateOf(socket: TLSSocket): PeerCertificate {
  const certificate = socket.getPeerX509Certificate();
  if (certificate === undefined) throw new Trouble(say`The server showed no certificate.`);
  const problems = chainProblems(chainAsShown(certificate), new Date());
  return {
    subject: certificate.subject.replaceAll('\n', ', '),
    names: (certificate.subjectAltName ?? '')
      .split(', ')
      .flatMap((name) => (name.startsWith('DNS:') ? [name.slice('DNS:'.length)] : [])),
    fingerprint: certificate.fingerprint256,
    validFrom: new Date(certificate.validFrom),
    validTo: new Date(certificate.validTo),
    issuer: certificate.issuer.replaceAll('\n', ', '),
    refusal: problems.length === 0 ? '' : passage(...problems.map(wordsOf)),
    distrust: socket.authorized ? '' : distrustOf(socket.authorizationError),
  };
}

/** The server's certificate with those that it sent to vouch for it. */
function chainAsShown(certificate: X509Certificate): readonly [X509Certificate, ...X509Certificate[]] {
  const above: X509Certificate[] = [];
  for (let next = certificate.issuerCertificate; next !== undefined; next = next.issuerCertificate) {
    if (next.fingerprint256 === (above.at(-1) ?? certificate).fingerprint256) break;
    above.push(next);
  }
  return [certificate, ...above];
}
