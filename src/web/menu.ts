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

/** The heading of the settings pages; what modules bring under it comes after them. */
const SERVICES = 'Services';

/** The menu in eBox's order: the panel itself, what modules bring, then the settings page of each that has one. */
export function menuOf(registry: Registry, here: string): readonly MenuGroup[] {
  const brought = registry.modules.flatMap(({ pages }) => pages.menu);
  const services = [
    ...registry.modules.flatMap(({ page }) =>
      page === null ? [] : [{ label: page.label, path: page.path, icon: 'service' }],
    ),
    ...(registry.modules.some(({ certificate }) => certificate !== null)
      ? [{ label: 'Certificates', path: '/certificates', icon: 'certificate' }]
      : []),
    ...brought.filter(({ heading }) => heading === SERVICES),
  ];
  const headings = new Set(brought.map(({ heading }) => heading).filter((heading) => heading !== SERVICES));
  const groups = [
    {
      heading: '',
      entries: [
        { label: 'Home', path: '/', icon: 'home' },
        { label: 'Module State', path: '/module-state', icon: 'modules' },
      ],
    },
    ...[...headings].map((heading) => ({
      heading,
      entries: brought.filter((item) => item.heading === heading),
    })),
    { heading: SERVICES, entries: services },
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
    entries: entries.map(({ label, path, icon }) => ({ label, path, icon, current: currentOf(path) })),
  }));
}
