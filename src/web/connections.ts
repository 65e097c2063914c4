import type { IncomingMessage, ServerResponse } from 'node:http';
import { networkOf } from '../core/network-of.js';

/** So many connections of strangers may be open. A browser has at most six. */
const STRANGERS = 400;

/** A TCP connection, or the TLS on it. */
export type Socket = IncomingMessage['socket'];

const signedIn = new WeakSet<Socket>();

/** Says that this connection brought the cookie of a session: it is no stranger's any more. */
export function isOfSession(socket: Socket): void {
  signedIn.add(socket);
}

/** A stranger's connection. */
interface Guest {
  socket: Socket;
  readonly network: string;
  /** What it is asking; null between two requests. */
  request: IncomingMessage | null;
}

/**
 * The connections of those who are not signed in. Beyond {@link STRANGERS} the network with the most of them loses the
 * one that has been idle or half said for longest: whoever holds many takes the place of nobody else. A request that
 * has come in whole is always answered.
 */
export class Connections {
  /** By address and port, since a connection is another object once it speaks TLS. The longest idle ones first. */
  readonly #guests = new Map<string, Guest>();

  /** A connection was opened, or speaks TLS now. */
  opened(socket: Socket): void {
    const key = keyOf(socket);
    const known = this.#guests.get(key);
    if (known !== undefined) known.socket = socket;
    else this.#guests.set(key, { socket, network: networkOf(socket.remoteAddress ?? ''), request: null });
    socket.once('close', () => {
      if (this.#guests.get(key)?.socket === socket) this.#guests.delete(key);
    });
    if (this.#guests.size > STRANGERS) this.#makeRoom();
  }

  /** The head of a request has come in. */
  asked(request: IncomingMessage, response: ServerResponse): void {
    const key = keyOf(request.socket);
    const guest = this.#guests.get(key);
    if (guest === undefined) return;
    guest.request = request;
    response.once('close', () => {
      if (!this.#guests.delete(key)) return;
      guest.request = null;
      if (!signedIn.has(guest.socket) && !guest.socket.destroyed) this.#guests.set(key, guest);
    });
  }

  #makeRoom(): void {
    const idle = [...this.#guests].filter(([, guest]) => !isBeingAnswered(guest));
    const counts = new Map<string, number>();
    for (const [, { network }] of idle) counts.set(network, (counts.get(network) ?? 0) + 1);
    const most = Math.max(...counts.values());
    const loser = idle.find(([, { network }]) => counts.get(network) === most);
    if (loser === undefined) return;
    const [key, { socket }] = loser;
    this.#guests.delete(key);
    socket.destroy();
  }
}

function isBeingAnswered({ socket, request }: Guest): boolean {
  return signedIn.has(socket) || request?.complete === true;
}

function keyOf({ remoteAddress, remotePort }: Socket): string {
  return `${remoteAddress ?? ''} ${remotePort ?? ''}`;
}
