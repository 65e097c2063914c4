import { createSocket } from 'node:dgram';
import { connect } from 'node:net';
import { noAnswer } from '../core/no-answer.js';
import type { Endpoint, Exchange } from '../core/ports.js';
import { say } from '../core/words/sentence.js';
import { Trouble } from '../errors.js';
import { plainReason } from './plain-reason.js';

/** The most that is kept of an answer by TCP: twice what DNS can send in one message. */
const MOST_BYTES = 131_072;

/** Messages in bytes, each with a socket of its own. */
export const exchange: Exchange = { datagram, stream };

function datagram(
  { address, port }: Endpoint,
  message: Uint8Array,
  isAnswer: (bytes: Uint8Array) => boolean,
  seconds: number,
): Promise<Uint8Array> {
  const socket = createSocket(address.includes(':') ? 'udp6' : 'udp4');
  return settled(seconds, (resolve, reject) => {
    socket.on('error', reject);
    socket.on('message', (bytes) => {
      if (isAnswer(bytes)) resolve(bytes);
    });
    // A connected socket hears no other sender, and learns when no program listens.
    socket.on('connect', () => socket.send(message));
    socket.connect(port, address);
  }).finally(() => {
    socket.removeAllListeners('error').on('error', () => undefined);
    socket.close();
  });
}

function stream(
  { address, port }: Endpoint,
  message: Uint8Array,
  isComplete: (bytes: Uint8Array) => boolean,
  seconds: number,
): Promise<Uint8Array> {
  const socket = connect(port, address);
  let received = Buffer.alloc(0);
  return settled(seconds, (resolve, reject) => {
    socket.on('error', reject);
    socket.on('close', () =>
      reject(new Trouble(say`The connection was closed before the answer was complete.`)),
    );
    socket.on('data', (bytes: Buffer) => {
      received = Buffer.concat([received, bytes]);
      if (isComplete(received)) resolve(received);
      else if (received.length > MOST_BYTES) reject(new Trouble(say`The answer is too long.`));
    });
    socket.write(message);
  }).finally(() => socket.destroy());
}

/** The bytes, or the first failure in plain words, or that it took too long. */
function settled(
  seconds: number,
  start: (resolve: (bytes: Uint8Array) => void, reject: (error: Error) => void) => void,
): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Trouble(noAnswer(seconds))), seconds * 1000);
    start(
      (bytes) => {
        clearTimeout(timer);
        resolve(bytes);
      },
      (error) => {
        clearTimeout(timer);
        reject(plainReason(error));
      },
    );
  });
}
