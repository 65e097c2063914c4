import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';

/** Milliseconds that one answer may take. */
const PATIENCE = 30_000;
/** Characters within which an answer is recognized: in a full room much else comes before it. */
const WINDOW = 4096;

/** Where somebody signs in, and from which address of this machine. */
export interface Door {
  readonly port: number;
  readonly domain: string;
  /** An address of 127.0.0.0/8: c2s counts connections for each address. */
  readonly from: string;
}

/** A client's stream over STARTTLS, as light as it can be: a hundred of them must not be what is measured. */
export class Wire {
  readonly #domain: string;
  #socket: Socket;
  #received = '';
  #look: () => void = () => undefined;

  private constructor(socket: Socket, domain: string) {
    this.#domain = domain;
    this.#socket = socket;
    this.#listen(socket);
  }

  /** Connects, encrypts, and returns when the server offers to take a password. Throws when the server says no. */
  static async open({ port, domain, from }: Door): Promise<Wire> {
    const socket = connect({ port, host: '127.0.0.1', localAddress: from });
    const wire = new Wire(socket, domain);
    try {
      await once(socket, 'connect');
      socket.setNoDelay(true);
      await wire.#begin();
      await wire.#exchange("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>", /<proceed[^>]*>/);
      socket.removeAllListeners('data');
      // The certificate is self-signed.
      const secure = connectTls({ socket, rejectUnauthorized: false });
      wire.#socket = secure;
      wire.#listen(secure);
      await once(secure, 'secureConnect');
      await wire.#begin();
      return wire;
    } catch (error) {
      wire.close();
      throw error;
    }
  }

  /** SASL PLAIN. Throws when it is refused. */
  async authenticate(userName: string, password: string): Promise<void> {
    const credentials = Buffer.from(`\0${userName}\0${password}`).toString('base64');
    await this.#exchange(
      `<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>${credentials}</auth>`,
      /<success[^>]*>/,
    );
  }

  /** Binds a resource and becomes available. */
  async bind(resource: string): Promise<void> {
    await this.#begin();
    await this.#exchange(
      `<iq type='set' id='b'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><resource>${resource}</resource></bind></iq>`,
      /<jid>/,
    );
    await this.#exchange(
      "<iq type='set' id='s'><session xmlns='urn:ietf:params:xml:ns:xmpp-session'/></iq>",
      /id='s'|id="s"/,
    );
    this.#socket.write('<presence/>');
    this.#forget();
  }

  /** Sends a message; returns when there is room for another one. */
  async say(to: string, text: string): Promise<void> {
    const message = `<message to='${to}' type='chat'><body>${text}</body></message>`;
    if (!this.#socket.write(message)) await once(this.#socket, 'drain');
  }

  /** Returns when this was received. */
  async hears(text: string): Promise<void> {
    await this.#exchange('', new RegExp(text.replace(/[.]/g, '\\.')));
    this.#forget();
  }

  /** Sends an `iq` of type `set`; returns when it is done. */
  async set(to: string, id: string, payload: string): Promise<void> {
    await this.#exchange(
      `<iq type='set' to='${to}' id='${id}'>${payload}</iq>`,
      new RegExp(`<iq [^>]*id=['"]${id}['"]`),
    );
    this.#forget();
  }

  /** Enters a chat room (XEP-0045); returns when the room says that this client is in. Throws when it does not let it in. */
  async enter(room: string, nick: string): Promise<void> {
    await this.#exchange(
      `<presence to='${room}/${nick}'><x xmlns='http://jabber.org/protocol/muc'/></presence>`,
      new RegExp(`<presence [^>]*from=['"]${room}/${nick}['"]`),
    );
    this.#forget();
  }

  /** Says something to a whole room. */
  sayToRoom(room: string, text: string): void {
    this.#socket.write(`<message to='${room}' type='groupchat'><body>${text}</body></message>`);
  }

  /** Returns when the server is gone. */
  async ended(): Promise<void> {
    if (!this.#socket.destroyed) await once(this.#socket, 'close');
  }

  close(): void {
    this.#socket.destroy();
  }

  /** Whatever comes from now on is of no interest. */
  #forget(): void {
    this.#received = '';
    this.#look = () => {
      this.#received = '';
    };
  }

  async #begin(): Promise<void> {
    await this.#exchange(
      `<?xml version='1.0'?><stream:stream to='${this.#domain}' version='1.0' xmlns='jabber:client' ` +
        "xmlns:stream='http://etherx.jabber.org/streams'>",
      /<\/stream:features>/,
    );
  }

  #listen(socket: Socket): void {
    socket.on('data', (data) => {
      this.#received += data.toString();
      this.#look();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => this.#look());
  }

  /** Sends, and returns when what was received since says yes. */
  #exchange(text: string, yes: RegExp): Promise<void> {
    this.#received = '';
    return new Promise((resolve, reject) => {
      const settle = (act: () => void): void => {
        clearTimeout(timer);
        this.#look = () => undefined;
        act();
      };
      const fail = (why: string): void => settle(() => reject(new Error(`${why}: ${this.#received}`)));
      const timer = setTimeout(() => fail('no answer'), PATIENCE);
      this.#look = () => {
        if (yes.test(this.#received)) settle(resolve);
        else if (/<failure|<stream:error|type='error'|type="error"/.test(this.#received)) fail('refused');
        else if (this.#socket.destroyed) fail('closed');
        else this.#received = this.#received.slice(-WINDOW);
      };
      this.#socket.write(text);
      this.#look();
    });
  }
}
