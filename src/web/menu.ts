import { servicesHeading, type MenuHeading } from '../core/module/index.js';
import type { Registry } from '../core/registry.js';
import { say, type Sentence } from '../core/words/sentence.js';

/** One entry of the menu at the left. */
export interface MenuEntry {
  readonly label: Sentence;
  readonly path: string;
  /** A symbol of public/icons.svg. */
  readonly icon: string;
  /** The value of aria-current: `page` for the page itself, `true` for one below it, or `''`. */
  readonly current: '' | 'page' | 'true';
}

/** Entries under a heading; the first group has none. */
export interface MenuGroup {
  readonly heading: Sentence | '';
  readonly entries: readonly MenuEntry[];
}

type Entry = Omit<MenuEntry, 'current'>;

const homeEntries: readonly Entry[] = [
  { label: say`Home`, path: '/', icon: 'home' },
  { label: say`Module State`, path: '/module-state', icon: 'modules' },
];

const certificates: Entry = { label: say`Certificates`, path: '/certificates', icon: 'certificate' };

const panelEntries: readonly Entry[] = [
  { label: say`My Account`, path: '/account', icon: 'user' },
  { label: say`Doctor`, path: '/doctor', icon: 'doctor' },
  { label: say`Logs`, path: '/logs', icon: 'audit' },
  { label: say`Audit Log`, path: '/audit-log', icon: 'audit' },
];

/** The menu in eBox's order: the panel itself, what modules bring, then the settings page of each that has one. */
export function menuOf(registry: Registry, here: string): readonly MenuGroup[] {
  const brought = registry.modules.flatMap(({ pages }) => pages.menu);
  const under = ({ id }: MenuHeading): readonly Entry[] => brought.filter(({ heading }) => heading.id === id);
  const ids = new Set(brought.map(({ heading }) => heading.id).filter((id) => id !== servicesHeading.id));
  const headings = [...ids].flatMap((id) => brought.find(({ heading }) => heading.id === id)?.heading ?? []);
  const settings = registry.modules.flatMap(({ page }) =>
    page === null ? [] : [{ label: page.label, path: page.path, icon: 'service' }],
  );
  const hasCertificate = registry.modules.some(({ certificate }) => certificate !== null);
  const services = [...settings, ...(hasCertificate ? [certificates] : []), ...under(servicesHeading)];
  const all: readonly { readonly heading: MenuGroup['heading']; readonly entries: readonly Entry[] }[] = [
    { heading: '', entries: homeEntries },
    ...headings.map((heading) => ({ heading: heading.label, entries: under(heading) })),
    { heading: servicesHeading.label, entries: services },
    { heading: say`This panel`, entries: panelEntries },
  ];
  const groups = all.filter((group) => group.entries.length > 0);

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
