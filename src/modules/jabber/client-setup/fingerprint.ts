import type { Machine } from '../../../core/ports.js';
import { CERTIFICATE_FILE } from '../paths.js';

/** What was found of a generation of files. */
interface Found {
  readonly generation: number;
  readonly fingerprint: string;
}

const found = new WeakMap<Machine, Found>();

/**
 * SHA-256 of the active certificate, or `''` when there is none. The files are read once a generation: each page of a user
 * shows it.
 */
export async function activeFingerprint(machine: Machine): Promise<string> {
  const { certificates, configuration } = machine;
  const generation = await configuration.liveNumber();
  const known = found.get(machine);
  if (known?.generation === generation) return known.fingerprint;
  const file = (await configuration.live()).find(({ path }) => path === CERTIFICATE_FILE);
  const fingerprint = certificates.facts(file?.written ?? '')?.fingerprint ?? '';
  found.set(machine, { generation, fingerprint });
  return fingerprint;
}
