import { english } from '../../src/core/words/english.js';
import type { Module } from '../../src/core/module/index.js';

/** What the panel itself needs, and does without where it must. */
const PANEL = {
  depends: ['adduser', 'init-system-helpers (>= 1.52)', 'nodejs (>= 18)', 'openssl', 'systemd (>= 252)'],
  suggests: ['ca-certificates'],
  /** Those of its packages that daemons need too. */
  runsDaemons: ['nodejs'],
} as const;

/** What the files of `packaging/debian/` say of modules, by the names that stand there as `@NAME@`. */
export type Declared = Readonly<Record<'DEPENDS' | 'SUGGESTS' | 'PROGRAMS' | 'PROFILES' | 'PORTS', string>>;

/** Reads all of it from the modules' declarations. */
export function declaredBy(modules: readonly Module[]): Declared {
  const packages = modules.flatMap((module) => module.packages);
  const named = (relation: 'depends' | 'suggests'): readonly string[] =>
    packages.filter((one) => one.relation === relation).map(({ name }) => name);
  const programs = [...PANEL.runsDaemons, ...packages.map(({ name }) => name)];
  return {
    DEPENDS: [...PANEL.depends, ...named('depends')].sort().join(', '),
    SUGGESTS: [...PANEL.suggests, ...named('suggests')].sort().join(', '),
    // Each stands in a regular expression of apt's.
    PROGRAMS: programs.map((name) => name.replace(/[.+]/g, '[$&]')).join('|'),
    PROFILES: profilesOf(modules).join(' '),
    PORTS: modules.flatMap(portLines).join('\n\n'),
  };
}

/** The AppArmor profiles that daemons run under: files of `packaging/apparmor/`. */
export function profilesOf(modules: readonly Module[]): readonly string[] {
  return modules.flatMap(({ daemons }) => daemons.flatMap(({ confinement }) => confinement.appArmor ?? []));
}

/** Fills in a file of `packaging/debian/`. @throws Error at a name that nothing is said of */
export function filledIn(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/@([A-Z]+)@/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`nothing says what @${name}@ is`);
    return value;
  });
}

function portLines({ title, ports }: Module): readonly string[] {
  return ports.map(
    ({ variable, form, ports: all }) =>
      `# Of the module ${english(title)}: ${english(form)}. Chosen before it is enabled.\n#${variable}=${usualOf(all)}`,
  );
}

/** The numbers as they stand in the variable. */
export function usualOf(ports: readonly { readonly usual: number }[]): string {
  return ports.map(({ usual }) => usual).join(',');
}
