import { modules } from '../modules/index.js';

/** Who gets the key of a certificate that root allows: "for NAME", or "for NAME and the panel". */
export function readersOf(isForPanel: boolean): string {
  const services = modules.flatMap(({ certificate }) => certificate?.usedFor ?? []);
  return `for ${[...services, ...(isForPanel ? ['the panel'] : [])].join(' and ')}`;
}
