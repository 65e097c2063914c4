import { servicesHeading, type MenuHeading } from '../core/module/index.js';
import type { Registry } from '../core/registry.js';
import type { Reader } from '../core/words/reader.js';
import { say, type Sentence } from '../core/words/sentence.js';
import type { Views } from './views.js';

/** One entry of the menu at the left. */
export interface MenuEntry {
  readonly label: Sentence;
  readonly path: string;
  /** A symbol of public/icons.svg. */
  readonly icon: string;
}

/** Entries under a heading; the first group has none. */
export interface EntryGroup {
  readonly heading: Sentence | '';
  readonly entries: readonly MenuEntry[];
}

const homeEntries: readonly MenuEntry[] = [
  { label: say`Home`, path: '/', icon: 'home' },
  { label: say`Module State`, path: '/module-state', icon: 'modules' },
];

const certificates: MenuEntry = { label: say`Certificates`, path: '/certificates', icon: 'certificate' };

const panelEntries: readonly MenuEntry[] = [
  { label: say`My Account`, path: '/account', icon: 'user' },
  { label: say`Doctor`, path: '/doctor', icon: 'doctor' },
  { label: say`Logs`, path: '/logs', icon: 'audit' },
  { label: say`Audit Log`, path: '/audit-log', icon: 'audit' },
];

/** The menu as every page shows it: made once for each language and each entry that can be the current one. */
export class Menu {
  readonly #groups: readonly EntryGroup[];
  readonly #paths: readonly string[];
  readonly #render: Views;
  readonly #made = new Map<string, string>();

  constructor(registry: Registry, render: Views) {
    this.#groups = entryGroups(registry);
    this.#paths = this.#groups.flatMap(({ entries }) => entries.map(({ path }) => path));
    this.#render = render;
  }

  /** Its markup on the page at the path `here`. */
  async markup(here: string, reader: Reader): Promise<string> {
    const current = this.#paths.includes(here)
      ? here
      : this.#paths.find((path) => here.startsWith(`${path}/`));
    const aria = current === undefined ? '' : current === here ? 'page' : 'true';
    const key = [reader.language, aria, current ?? ''].join(' ');
    let markup = this.#made.get(key);
    if (markup === undefined) {
      const locals = { groups: this.#groups, current: current ?? '', aria };
      this.#made.set(key, (markup = await this.#render('partials/menu', locals, reader)));
    }
    return markup;
  }
}

/** The menu in eBox's order: the panel itself, what modules bring, then the settings page of each that has one. */
export function entryGroups(registry: Registry): readonly EntryGroup[] {
  const brought = registry.modules.flatMap(({ pages }) => pages.menu);
  const under = ({ id }: MenuHeading): readonly MenuEntry[] =>
    brought.filter(({ heading }) => heading.id === id);
  const ids = new Set(brought.map(({ heading }) => heading.id).filter((id) => id !== servicesHeading.id));
  const headings = [...ids].flatMap((id) => brought.find(({ heading }) => heading.id === id)?.heading ?? []);
  const settings = registry.modules.flatMap(({ page }) =>
    page === null ? [] : [{ label: page.label, path: page.path, icon: 'service' }],
  );
  const hasCertificate = registry.modules.some(({ certificate }) => certificate !== null);
  const services = [...settings, ...(hasCertificate ? [certificates] : []), ...under(servicesHeading)];
  const all: readonly EntryGroup[] = [
    { heading: '', entries: homeEntries },
    ...headings.map((heading) => ({ heading: heading.label, entries: under(heading) })),
    { heading: servicesHeading.label, entries: services },
    { heading: say`This panel`, entries: panelEntries },
  ];
  return all.filter((group) => group.entries.length > 0);
}
