import { say, type Sentence } from '../../../core/words/sentence.js';
import type { JabberSettings } from '../settings.js';

/** What clients of every user are set up with. */
export interface ServerSetUp {
  readonly domain: string;
  readonly ssl: JabberSettings['ssl'];
  readonly port: number;
  readonly tlsPort: number;
}

/** A part of clients' set-up that a save makes wrong. */
export interface Outdated {
  /** Whether it concerns every client, or those that are set up in one way. */
  readonly isOfAll: boolean;
  /** What stops working, for the administrator. */
  readonly sentence: Sentence;
  /** What users are to change, for them. */
  readonly message: Sentence;
}

/** What a change of the server makes wrong in clients that were set up as the card says. */
export function outdatedBy(before: ServerSetUp, after: ServerSetUp): readonly Outdated[] {
  const isEncrypted = before.ssl !== 'disabled' && after.ssl !== 'disabled';
  return [
    ...(before.domain === after.domain ? [] : [newDomain(before.domain, after.domain)]),
    ...(before.port === after.port ? [] : [newPort(before.port, after.port)]),
    ...(!isEncrypted || before.tlsPort === after.tlsPort ? [] : [newTlsPort(before.tlsPort, after.tlsPort)]),
    ...(before.ssl === after.ssl ? [] : sslChange[after.ssl]),
  ];
}

function newDomain(before: string, after: string): Outdated {
  return {
    isOfAll: true,
    sentence: say`The domain changes from ${{ before }} to ${{ after }}: every client must be set up with the new one.`,
    message: say`The domain of the chat server changes soon from ${{ before }} to ${{ after }}. Change the domain of your account in your client then. Your user name and your password stay.`,
  };
}

function newPort(before: number, after: number): Outdated {
  return {
    isOfAll: false,
    sentence: say`Clients with the port ${{ before }} must change it to ${{ after }}. Clients that find the port in the DNS need no change.`,
    message: say`The port of the chat server changes soon from ${{ before }} to ${{ after }}. If your client has the old number as its port, change it then.`,
  };
}

function newTlsPort(before: number, after: number): Outdated {
  return {
    isOfAll: false,
    sentence: say`Clients that use direct TLS on port ${{ before }} must change it to ${{ after }}.`,
    message: say`The port of the chat server for direct TLS changes soon from ${{ before }} to ${{ after }}. If your client has the old number as its port, change it then.`,
  };
}

/** What a new value of SSL Support makes wrong. Optional takes every client as it is. */
const sslChange: Readonly<Record<JabberSettings['ssl'], readonly Outdated[]>> = {
  optional: [],
  required: [
    {
      isOfAll: false,
      sentence: say`Clients that do not encrypt cannot connect any more. Clients that encrypt when they can need no change.`,
      message: say`The chat server soon requires encryption. If your client does not connect then, set its connection security to “Require encryption”.`,
    },
  ],
  disabled: [
    {
      isOfAll: false,
      sentence: say`Clients that require encryption or use direct TLS cannot connect any more.`,
      message: say`The chat server soon stops encrypting. If your client does not connect then, set its connection security to “Use encryption if available”, and allow it to send the password unencrypted.`,
    },
  ],
};
