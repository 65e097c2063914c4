import type { Registry } from '../core/registry.js';

/** One entry of the menu at the left. */
export interface MenuEntry {
  readonly label: string;
  readonly path: string;
  /** A symbol of public/icons.svg. */
  readonly icon: string;
  /** The value of aria-current: `page` for the page itself, `true` for one below it, or `''`. */
  readonly current: '' | 'page' | 'true';
}

/** Entries under a heading; the first group has none. */
export interface MenuGroup {
  readonly heading: string;
  readonly entries: readonly MenuEntry[];
}

/** The menu in eBox's order: the panel itself, the users, then a page for each module that has one. */
export function menuOf(registry: Registry, here: string): readonly MenuGroup[] {
  const services = [
    ...registry.modules.flatMap(({ page }) =>
      page === null ? [] : [{ label: page.label, path: page.path, icon: 'service' }],
    ),
    ...(registry.modules.some(({ certificate }) => certificate !== null)
      ? [{ label: 'Certificates', path: '/certificates', icon: 'certificate' }]
      : []),
    ...(registry.modules.some(({ sessions }) => sessions !== null)
      ? [{ label: 'Who is connected', path: '/connected', icon: 'connected' }]
      : []),
  ];
  const groups = [
    {
      heading: '',
      entries: [
        { label: 'Home', path: '/', icon: 'home' },
        { label: 'Module State', path: '/module-state', icon: 'modules' },
      ],
    },
    {
      heading: 'Users',
      entries: [
        { label: 'Users', path: '/users', icon: 'users' },
        { label: 'Add User', path: '/users/add', icon: 'add' },
      ],
    },
    { heading: 'Services', entries: services },
    {
      heading: 'This panel',
      entries: [
        { label: 'What happens when…', path: '/what-happens', icon: 'info' },
        { label: 'My Account', path: '/account', icon: 'user' },
        { label: 'Logs', path: '/logs', icon: 'audit' },
        { label: 'Audit Log', path: '/audit-log', icon: 'audit' },
      ],
    },
  ].filter((group) => group.entries.length > 0);

  const isEntry = groups.some((group) => group.entries.some(({ path }) => path === here));
  const currentOf = (path: string): MenuEntry['current'] => {
    if (path === here) return 'page';
    return !isEntry && here.startsWith(`${path}/`) ? 'true' : '';
  };
  return groups.map(({ heading, entries }) => ({
    heading,
    entries: entries.map((entry) => ({ ...entry, current: currentOf(entry.path) })),
  }));
}
