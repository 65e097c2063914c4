import { chmod, rm } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';

/** What a line has at most, in bytes. */
const LONGEST_LINE = 2_048;
/** Milliseconds that a connection may take until its line is there. */
const PATIENCE = 3_000;
/** Connections at once whose line is not there yet. */
const MOST_SILENT = 64;
/** Connections at once whose line is being answered. */
const MOST_ASKING = 192;

/** What a line is answered. `gone` comes when the connection has ended. Must not throw. */
export type LineAnswer = (line: string, gone: Promise<void>) => Promise<string>;

/** A server of lines. */
export interface LineServer {
  /** Listens no more, and ends every connection. */
  close(): void;
}

/**
 * Listens on a unix socket. Each connection asks one line and is answered one line. Connections that say nothing keep no other
 * out: when there are too many, the oldest of them goes.
 * @param openTo who may connect: the owner of the socket only, or everybody who reaches its folder
 * @param answer gets the line without its newline, read as UTF-8
 */
export async function listenForLines(
  path: string,
  openTo: 'owner' | 'everybody',
  answer: LineAnswer,
): Promise<LineServer> {
  await rm(path, { force: true });
  const open = new Set<Socket>();
  const silent = new Set<Socket>();
  const asking = new Set<Socket>();
  // Not by `maxConnections`, which counts what is destroyed until it is closed: a burst would shut out honest clients.
  const server = createServer((socket) => {
    open.add(socket);
    silent.add(socket);
    socket.once('close', () => {
      for (const sockets of [open, silent, asking]) sockets.delete(socket);
    });
    const [oldest] = silent;
    if (silent.size > MOST_SILENT && oldest !== undefined) {
      silent.delete(oldest);
      oldest.destroy();
    }
    serve(socket, answer, () => {
      silent.delete(socket);
      if (asking.size >= MOST_ASKING) return false;
      asking.add(socket);
      return true;
    });
  });
  const umask = process.umask(0o177);
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(path, resolve);
    });
  } finally {
    process.umask(umask);
  }
  await chmod(path, openTo === 'owner' ? 0o600 : 0o666);
  return {
    close() {
      server.close();
      for (const socket of open) socket.destroy();
    },
  };
}

/** @param heard called when the line is there; whether it may be answered */
function serve(socket: Socket, answer: LineAnswer, heard: () => boolean): void {
  const received: Buffer[] = [];
  let length = 0;
  const tooLate = setTimeout(() => socket.destroy(), PATIENCE);
  const gone = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  void gone.then(() => clearTimeout(tooLate));
  socket.on('error', () => socket.destroy());
  socket.on('data', (bytes: Buffer) => {
    received.push(bytes);
    length += bytes.length;
    const text = Buffer.concat(received);
    const end = text.indexOf('\n');
    if (end === -1 && length <= LONGEST_LINE) return;
    socket.removeAllListeners('data');
    socket.resume();
    clearTimeout(tooLate);
    if (!heard()) socket.destroy();
    else if (end === -1 || end > LONGEST_LINE) socket.end('NO\n');
    else void answer(text.subarray(0, end).toString('utf8'), gone).then((line) => socket.end(`${line}\n`));
  });
}
