import { createServer } from 'node:net';
import { z } from 'zod';
import type { ChosenPortDeclaration } from '../core/module/index.js';
import type { Ports } from '../core/layout.js';
import type { ChosenPorts, Store } from '../core/ports.js';
import { say } from '../core/words/sentence.js';
import { PanelError } from '../errors.js';

/** How many ports above the usual one are tried. */
const TRIED = 100;

const schema = z.record(z.string(), z.int().min(1).max(65535));

/**
 * The ports that are given with those that are chosen, and the port of the machine that chooses another: `ports` has it
 * from then on.
 * @throws PanelError `host-unsuitable` when none is free
 */
export async function withChosenPorts(
  store: Store,
  given: Ports,
  declared: readonly ChosenPortDeclaration[],
): Promise<{ readonly ports: Ports; readonly chosenPorts: ChosenPorts }> {
  const ports: Record<string, number> = { ...given, ...(await chosenPorts(store, declared)) };
  return {
    ports,
    chosenPorts: {
      async moveOn(name) {
        const found = declared.find((one) => one.name === name);
        if (found === undefined) throw new Error(`no module declares the port ${name}`);
        ports[name] = await chooseAnother(store, found);
      },
    },
  };
}

/**
 * Ports on loopback, each chosen once and kept under its name in the store's document `ports`: the usual one, or the next
 * one that is free. They never change by themselves afterwards, since the configuration of daemons names them.
 * @throws PanelError `host-unsuitable` when none is free
 */
export async function chosenPorts(
  store: Store,
  declared: readonly ChosenPortDeclaration[],
): Promise<Record<string, number>> {
  const ports = await keptPorts(store);
  for (const one of declared) ports[one.name] ??= await chooseAnother(store, one);
  return ports;
}

/** Chooses a free port and keeps it. @throws PanelError `host-unsuitable` when none is free */
async function chooseAnother(store: Store, { name, usual, whose }: ChosenPortDeclaration): Promise<number> {
  for (let port = usual; port < usual + TRIED; port += 1) {
    if (!(await isFree(port))) continue;
    await store.document('ports').write({ ...(await keptPorts(store)), [name]: port });
    return port;
  }
  throw new PanelError('host-unsuitable', {
    reason: say`No port from ${{ first: usual }} to ${{ last: usual + TRIED - 1 }} is free on 127.0.0.1 for ${{ service: whose }}.`,
  });
}

async function keptPorts(store: Store): Promise<Record<string, number>> {
  return schema.parse((await store.document('ports').read()) ?? {});
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
