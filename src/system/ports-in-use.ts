import { createServer } from 'node:net';
import { z } from 'zod';
import type { Store } from '../core/ports.js';
import { PanelError } from '../errors.js';

/** The port that routers of jabberd2 use (its own configuration's default). */
const usualPort = 5347;
/** How many ports above it are tried. */
const triedPorts = 100;

const schema = z.strictObject({ router: z.int().min(1).max(65535) });

/**
 * The router's port on loopback, chosen once and kept in the store's document `ports`: the usual one, or the next one
 * that is free. It never changes afterwards, since every daemon's configuration names it.
 * Throws `host-unsuitable` when none is free.
 */
export async function routerPort(store: Store): Promise<number> {
  const kept = await store.document('ports').read();
  return kept === null ? chooseRouterPort(store) : schema.parse(kept).router;
}

/** Chooses a free port for the router and keeps it. Throws `host-unsuitable` when none is free. */
export async function chooseRouterPort(store: Store): Promise<number> {
  for (let port = usualPort; port < usualPort + triedPorts; port += 1) {
    if (!(await isFree(port))) continue;
    await store.document('ports').write({ router: port });
    return port;
  }
  throw new PanelError('host-unsuitable', {
    reason: `No port from ${usualPort} to ${usualPort + triedPorts - 1} is free on 127.0.0.1 for jabberd2's router.`,
  });
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error) => {
      if ('code' in error && error.code === 'EADDRINUSE') resolve(false);
      else reject(error);
    });
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
