import type { DistributionDeclaration } from '../../core/module/index.js';
import type { DistributionUnit } from '../../core/ports.js';

/** Every name that a declaration allows to be touched. */
export function namesOf({ units, initScript }: DistributionDeclaration): readonly string[] {
  return initScript === null ? units : [...units, initScript.name];
}

/**
 * How the units were before they were turned off, one a line, for shell scripts too: `x.service enabled active`. The name
 * of an init script has no `.service`.
 */
export function writeRemembered(units: readonly DistributionUnit[]): string {
  return units
    .map(
      ({ name, enabled, active }) =>
        `${name} ${enabled ? 'enabled' : 'disabled'} ${active ? 'active' : 'inactive'}\n`,
    )
    .join('');
}

/** Reads {@link writeRemembered}'s text. Lines that name anything else than the known names are left out. */
export function readRemembered(text: string, known: readonly string[]): readonly DistributionUnit[] {
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
