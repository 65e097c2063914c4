import type { DistributionUnit } from '../../core/ports.js';

/**
 * The units that Debian's packages bring, what systemd makes of their init script, and names that people give to a unit
 * of mu-conference, which has none.
 */
export const knownUnits = [
  'jabberd.service',
  'jabberd-router.service',
  'jabberd-sm.service',
  'jabberd-c2s.service',
  'jabberd-s2s.service',
  'jabberd2.service',
  'jabber-muc.service',
  'mu-conference.service',
] as const;

/** The init script of the same packages: it starts all of them, with the chat rooms. */
export const initScript = 'jabberd2';

/**
 * How the units were before they were turned off, one a line, for shell scripts too: `jabberd-sm.service enabled active`.
 * The name of the init script has no `.service`.
 */
export function writeRemembered(units: readonly DistributionUnit[]): string {
  return units
    .map(
      ({ name, enabled, active }) =>
        `${name} ${enabled ? 'enabled' : 'disabled'} ${active ? 'active' : 'inactive'}\n`,
    )
    .join('');
}

/** Reads {@link writeRemembered}'s text. Lines that name anything else than the known units are left out. */
export function readRemembered(text: string): readonly DistributionUnit[] {
  const known: readonly string[] = [...knownUnits, initScript];
  return text.split('\n').flatMap((line) => {
    const [name = '', enabled, active] = line.split(' ');
    if (!known.includes(name)) return [];
    return [{ name, enabled: enabled === 'enabled', active: active === 'active' }];
  });
}

/** What is already remembered stays as it is: a second turning off does not remember that they were off. */
export function merged(
  remembered: readonly DistributionUnit[],
  now: readonly DistributionUnit[],
): readonly DistributionUnit[] {
  const isNew = ({ name }: DistributionUnit): boolean => remembered.every((unit) => unit.name !== name);
  return [...remembered, ...now.filter(isNew)];
}
