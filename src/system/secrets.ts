import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { Secret } from '../core/secret.js';
import type { Secrets, Store } from '../core/ports.js';

/** Name → hex characters: safe in every format that the daemons read. */
const schema = z.record(z.string(), z.string().regex(/^[0-9a-f]{15,64}$/));

/** 128 bits, where the daemon can take them. */
const usualCharacters = 32;

/** The port, and what the helper needs to say which secret stands where. */
export interface NamedSecrets extends Secrets {
  byName(): Promise<ReadonlyMap<string, Secret>>;
}

/** The secrets in the store's document `secrets`. */
export function createSecrets(store: Store): NamedSecrets {
  const document = store.document('secrets');
  let lastTurn: Promise<unknown> = Promise.resolve();

  async function load(): Promise<Map<string, string>> {
    return new Map(Object.entries(schema.parse((await document.read()) ?? {})));
  }

  async function findOrMake(name: string, characters: number): Promise<Secret> {
    const secrets = await load();
    const kept = secrets.get(name);
    if (kept !== undefined) return new Secret(kept);
    const made = randomBytes(characters).toString('hex').slice(0, characters);
    await document.write(Object.fromEntries(secrets.set(name, made)));
    return new Secret(made);
  }

  const byName = async (): Promise<ReadonlyMap<string, Secret>> =>
    new Map([...(await load())].map(([name, text]) => [name, new Secret(text)]));

  return {
    // One after the other: two that are made at once must both be kept.
    named(name, characters = usualCharacters) {
      const turn = lastTurn.then(() => findOrMake(name, characters));
      lastTurn = turn.catch(() => null);
      return turn;
    },
    all: async () => [...(await byName()).values()],
    byName,
  };
}
