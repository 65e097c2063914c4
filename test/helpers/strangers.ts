import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { CleanUp } from './clean-up.js';

/** A connection of somebody who does not sign in. */
export interface Stranger {
  readonly socket: Socket;
  /** The port that it comes from. */
  readonly port: number;
  /** Returns when the server ended it. */
  readonly ended: Promise<void>;
  isOpen(): boolean;
}

/** Where a stranger connects to, from which address of this machine, and what it sends then. */
export interface StrangerOptions {
  readonly port: number;
  readonly from?: string;
  readonly says?: string | Uint8Array;
}

/** Connects, says something, and stays. */
export async function stranger(
  context: CleanUp,
  { port, from = '127.0.0.1', says = '' }: StrangerOptions,
): Promise<Stranger> {
  const socket = connect({ port, host: '127.0.0.1', localAddress: from });
  context.after(() => socket.destroy());
  await once(socket, 'connect');
  socket.on('error', () => undefined);
  socket.resume();
  const ended = new Promise<void>((resolve) => socket.on('close', () => resolve()));
  if (says.length > 0) socket.write(says);
  return { socket, port: socket.localPort ?? 0, ended, isOpen: () => !socket.closed };
}

/** The beginning of a client's stream. @param to what stands for the domain, in XML */
export function streamHeader(to: string): string {
  return (
    `<?xml version='1.0'?><stream:stream to='${to}' version='1.0' xmlns='jabber:client' ` +
    "xmlns:stream='http://etherx.jabber.org/streams'>"
  );
}
