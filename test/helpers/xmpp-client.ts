import { webcrypto } from 'node:crypto';
import type { TestContext } from 'node:test';
import { client, type XmppClient, type XmppElement } from '@xmpp/client';

/** Who signs in where. */
export interface ChatClientOptions {
  /** On this machine. Left out: the DNS is asked where the domain's server is, as with "Connect server" left empty. */
  readonly port?: number;
  readonly domain: string;
  readonly username: string;
  readonly password: string;
  readonly resource?: string;
  /** TLS from the first byte; STARTTLS where it is offered otherwise. */
  readonly oldSsl?: boolean;
}

/** A client that is signed in, and all that it received. */
export interface ChatClient {
  readonly jid: string;
  readonly xmpp: XmppClient;
  readonly received: readonly XmppElement[];
  /** The next or an earlier stanza of which this is true. Throws after 5 s. */
  stanza(wanted: (stanza: XmppElement) => boolean): Promise<XmppElement>;
  /** Returns when the server ended the stream. Throws after 5 s. */
  disconnected(): Promise<void>;
}

/** The certificates of tests are self-signed; @xmpp/client has no option for that. */
process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';

/** @xmpp/client names itself by it; Node 18 has it only here. */
if (!('crypto' in globalThis)) Object.defineProperty(globalThis, 'crypto', { value: webcrypto });

/** @xmpp/client sorts the records of the DNS with it; Node 18 does not have it. */
if (!('toSorted' in Array.prototype))
  Object.defineProperty(Array.prototype, 'toSorted', {
    value(this: readonly unknown[], compare?: (one: unknown, other: unknown) => number) {
      return [...this].sort(compare);
    },
  });

const LIMIT = 5000;

/** Signs in with @xmpp/client. It is signed out after the test. Throws the server's SASL error. */
export async function signIn(context: TestContext, options: ChatClientOptions): Promise<ChatClient> {
  try {
    return await signInOnce(context, options);
  } catch (error) {
    if (!isMeantForAnother(error)) throw error;
    return signInOnce(context, options);
  }
}

/**
 * c2s tells its sessions apart by the number of their socket: whoever connects in the instant after another one left can
 * be told what was meant for that one (c2s/c2s.c, "leftovers from a previous session"). Real clients connect again.
 */
function isMeantForAnother(error: unknown): boolean {
  return error instanceof Error && 'condition' in error && error.condition === 'internal-server-error';
}

/**
 * Bytes that come after the end of the stream have nobody who reads them. @xmpp/connection throws a TypeError there,
 * which ends the test's process.
 */
function dropDataAfterTheStream(xmpp: XmppClient): void {
  const take = xmpp._onData.bind(xmpp);
  xmpp._onData = (data) => {
    if (xmpp.parser !== null) take(data);
  };
}

async function signInOnce(context: TestContext, options: ChatClientOptions): Promise<ChatClient> {
  const { port, oldSsl = false, password, ...account } = options;
  const { username } = account;
  const xmpp = client({
    service: port === undefined ? account.domain : `${oldSsl ? 'xmpps' : 'xmpp'}://127.0.0.1:${port}`,
    ...account,
    // Left to itself, @xmpp/client refuses PLAIN without TLS, which SSL "Disabled" is about.
    credentials: (authenticate) => authenticate({ username, password }, 'PLAIN'),
  });
  dropDataAfterTheStream(xmpp);
  xmpp.reconnect.stop();
  xmpp.on('error', () => undefined);
  context.after(() => xmpp.stop().catch(() => undefined));
  const received: XmppElement[] = [];
  const waiting = new Set<() => void>();
  const tell = (): void => {
    for (const look of [...waiting]) look();
  };
  let gone = false;
  xmpp.on('stanza', (stanza) => {
    received.push(stanza);
    tell();
  });
  xmpp.on('disconnect', () => {
    gone = true;
    tell();
  });

  const until = <T>(find: () => T | undefined, what: string): Promise<T> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const found = find();
        if (found === undefined) return;
        clearTimeout(timer);
        waiting.delete(look);
        resolve(found);
      };
      const timer = setTimeout(() => {
        waiting.delete(look);
        reject(new Error(`${what} within ${LIMIT} ms; received: ${received.join('\n')}`));
      }, LIMIT);
      waiting.add(look);
      look();
    });

  const jid = String(await xmpp.start());
  return {
    jid,
    xmpp,
    received,
    stanza: (wanted) => until(() => received.find(wanted), 'no such stanza'),
    disconnected: async () => {
      await until(() => (gone ? true : undefined), 'not disconnected');
    },
  };
}
