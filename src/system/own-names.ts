import { readFileSync } from 'node:fs';
import { hostname, networkInterfaces } from 'node:os';

/**
 * The names under which this machine knows itself, lower case: its host name, and what hosts(5) says beside it, which
 * is where Debian keeps the full name.
 */
export function ownNames(hostsFile = '/etc/hosts', name = hostname()): readonly string[] {
  const own = name.toLowerCase();
  const beside = textOf(hostsFile)
    .toLowerCase()
    .split('\n')
    .map((line) => line.replace(/#.*/, '').trim().split(/\s+/).slice(1))
    .filter((names) => names.includes(own))
    .flat();
  return [...new Set([own, ...beside])];
}

/** This machine's addresses, loopback included. */
export function ownAddresses(): readonly string[] {
  return Object.values(networkInterfaces()).flatMap((addresses) =>
    (addresses ?? []).map(({ address }) => address),
  );
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
