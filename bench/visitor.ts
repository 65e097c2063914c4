import type { EnabledPanel } from '../test/helpers/enabled-panel.js';
import { Wire, type Door } from './wire.js';
import { portsOf } from '../src/modules/jabber/ports.js';

/** The client port of a panel, for somebody at this address of the machine. */
export function doorOf({ machine }: EnabledPanel, from: string): Door {
  return { port: portsOf(machine.layout).client, domain: 'chat.lan', from };
}

/** Seconds that it takes to connect, sign in and bind. Throws when that is refused or takes more than half a minute. */
export async function signInSeconds(door: Door, userName: string, password: string): Promise<number> {
  const began = performance.now();
  const wire = await Wire.open(door);
  try {
    await wire.authenticate(userName, password);
    await wire.bind('visitor');
    return (performance.now() - began) / 1000;
  } finally {
    wire.close();
  }
}
