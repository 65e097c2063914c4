import { once } from 'node:events';
import { mkdir, stat } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { PanelError } from '../errors.js';

/**
 * Makes this process the only panel of a state folder for as long as it lives. An abstract unix socket (unix(7)) is
 * the lock: the kernel takes it back with the process, however that ends. Its name is the folder's identity on the
 * disk, so that two paths to one folder are one.
 * Makes the folder if there is none; nothing else in it is touched before.
 * @throws PanelError `host-unsuitable` when another panel has it
 */
export async function becomeSolePanel(state: string): Promise<Server> {
  await mkdir(state, { recursive: true, mode: 0o755 });
  const { dev, ino } = await stat(state);
  const server = createServer((socket) => socket.destroy());
  server.listen(`\0ebox-jabber-${dev}-${ino}`);
  try {
    await once(server, 'listening');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
    throw new PanelError(
      'host-unsuitable',
      {
        reason: `Another panel already works on ${state}. Use that one, or choose another folder with EBOX_STATE_DIR.`,
      },
      error,
    );
  }
  server.unref();
  return server;
}
