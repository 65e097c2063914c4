import { portOf, type Layout } from '../../core/layout.js';
import type { NamedPlaces } from './named-conf.js';

/** The folder of the configuration in a generation. */
export const CONFIGURATION = 'bind';

/** The account that runs named. */
export const ACCOUNT = 'dns';

/** The port that DNS is served on here. */
export function dnsPort(layout: Pick<Layout, 'ports'>): number {
  return portOf(layout, 'dns');
}

/** Where named's things lie, all below the state folder. */
export function placesOf(layout: Layout): NamedPlaces & {
  readonly data: string;
  readonly run: string;
  readonly configuration: string;
} {
  const data = `${layout.state}/data/dns`;
  return {
    data,
    run: `${layout.run}/dns`,
    configuration: `${layout.live}/${CONFIGURATION}/named.conf`,
    port: dnsPort(layout),
    workFolder: data,
    keysFolder: `${data}/keys`,
    zoneFile: (zone) => `${layout.live}/${CONFIGURATION}/zones/${zone}.zone`,
  };
}
