declare module '@xmpp/client' {
  /** An XML element as @xmpp/xml makes and gives it. */
  export interface XmppElement {
    readonly name: string;
    readonly attrs: Readonly<Record<string, string | undefined>>;
    readonly children: readonly (XmppElement | string)[];
    is(name: string, namespace?: string): boolean;
    getChild(name: string, namespace?: string): XmppElement | undefined;
    getChildren(name: string, namespace?: string): readonly XmppElement[];
    getChildText(name: string): string | null;
    getNS(): string;
    text(): string;
    toString(): string;
  }

  export interface XmppClient {
    start(): Promise<{ toString(): string }>;
    stop(): Promise<unknown>;
    send(element: XmppElement): Promise<unknown>;
    on(event: 'stanza' | 'element', listener: (element: XmppElement) => void): void;
    on(event: 'error', listener: (error: Error) => void): void;
    on(event: 'disconnect' | 'offline', listener: () => void): void;
    readonly status: string;
    /** Null before the first and after the last stream. */
    readonly parser: object | null;
    /** Takes what the server sent. Throws where there is no parser. */
    _onData(data: Uint8Array): void;
    readonly reconnect: { stop(): void };
    readonly iqCaller: { request(iq: XmppElement, timeout?: number): Promise<XmppElement> };
  }

  export function client(options: {
    readonly service: string;
    readonly domain: string;
    readonly username: string;
    readonly resource?: string;
    readonly credentials: (
      authenticate: (who: { username: string; password: string }, mechanism: string) => Promise<void>,
    ) => Promise<void>;
  }): XmppClient;

  export function xml(
    name: string,
    attributes?: Readonly<Record<string, string>>,
    ...children: readonly (XmppElement | string)[]
  ): XmppElement;
}
