import { createHash } from 'node:crypto';
import { z } from 'zod';
import { networkOf } from '../../core/network-of.js';
import type { Document, Log } from '../../core/ports.js';
import { Mutex } from '../../core/mutex.js';
import { reasonOf } from '../../errors.js';

/** So many devices, and so many networks, are remembered; the one that was not used for longest is forgotten. */
const REMEMBERED = 20;

const storedSchema = z.object({ devices: z.array(z.string()), networks: z.array(z.string()) });

/** Where a sign-in comes from. */
export interface Place {
  /** The address of the connection, never a header's. */
  readonly address: string;
  /** What the browser's lasting cookie says, or null. It opens nothing: it only tells one browser from others. */
  readonly device: string | null;
}

/**
 * Where the administrator signed in before. An attacker who guesses elsewhere makes nobody wait at these places. Of devices only the
 * SHA-256 is kept.
 */
export class KnownPlaces {
  readonly #document: Document;
  readonly #mutex = new Mutex();
  #devices: readonly string[] = [];
  #networks: readonly string[] = [];

  private constructor(document: Document) {
    this.#document = document;
  }

  /** Reads what was remembered. What cannot be read is forgotten, and the log says so. */
  static async open(document: Document, log: Log): Promise<KnownPlaces> {
    const places = new KnownPlaces(document);
    try {
      const stored = await document.read();
      if (stored !== null) {
        const { devices, networks } = storedSchema.parse(stored);
        places.#devices = devices;
        places.#networks = networks;
      }
    } catch (error) {
      log.error(
        `where the administrator signed in before cannot be read and is forgotten: ${reasonOf(error)}`,
      );
    }
    return places;
  }

  /** A name for the device, or else for the network, when it is known; null when neither is. */
  nameOf({ address, device }: Place): string | null {
    const network = networkOf(address);
    const digest = device === null ? '' : digestOf(device);
    if (this.#devices.includes(digest)) return `device ${digest}`;
    return this.#networks.includes(network) ? `network ${network}` : null;
  }

  /** Whether the administrator signed in with this device before. */
  hasDevice(device: string): boolean {
    return this.#devices.includes(digestOf(device));
  }

  /** Remembers a sign-in from there. */
  async remember({ address, device }: Place): Promise<void> {
    const devices = device === null ? this.#devices : withLast(this.#devices, digestOf(device));
    const networks = withLast(this.#networks, networkOf(address));
    const isNew = String([devices, networks]) !== String([this.#devices, this.#networks]);
    [this.#devices, this.#networks] = [devices, networks];
    if (isNew) await this.#mutex.run(() => this.#document.write({ devices, networks }));
  }
}

function withLast(list: readonly string[], name: string): readonly string[] {
  return [...list.filter((one) => one !== name), name].slice(-REMEMBERED);
}

function digestOf(device: string): string {
  return createHash('sha256').update(device).digest('hex');
}
