import { getServers } from 'node:dns';
import type { OwnResolver } from '../core/ports.js';
import { addressRecords, serviceRecords } from './service-records.js';

/** The DNS that this machine asks, as its resolv.conf(5) says. */
export const resolver: OwnResolver = {
  servers: getServers,
  services: serviceRecords,
  addresses: addressRecords,
};
