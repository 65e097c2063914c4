import { chmod, rm } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';

/** What a line has at most, in bytes: c2s's questions have 1,023. */
const LONGEST_LINE = 2_048;
/** Milliseconds that a connection may take until its line is there. */
const PATIENCE = 3_000;
/** Connections at once; c2s has one. */
const MOST_CONNECTIONS = 64;

/**
 * Listens on a unix socket. Each connection asks one line and is answered one line.
 * @param openTo who may connect: the owner of the socket only, or everybody on this machine
 * @param answer gets the line without its newline, read as UTF-8, and must not throw
 */
export async function listenForLines(
  path: string,
  openTo: 'owner' | 'everybody',
  answer: (line: string) => Promise<string>,
): Promise<Server> {
  await rm(path, { force: true });
  const server = createServer((socket) => serve(socket, answer));
  server.maxConnections = MOST_CONNECTIONS;
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
  return server;
}

function serve(socket: Socket, answer: (line: string) => Promise<string>): void {
  const received: Buffer[] = [];
  let length = 0;
  const tooLate = setTimeout(() => socket.destroy(), PATIENCE);
  socket.on('close', () => clearTimeout(tooLate));
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
    if (end === -1 || end > LONGEST_LINE) socket.end('NO\n');
    else void answer(text.subarray(0, end).toString('utf8')).then((line) => socket.end(`${line}\n`));
  });
}
