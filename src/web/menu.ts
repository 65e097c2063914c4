import type { Registry } from '../core/registry.js';

/** One entry of the menu at the left. */
export interface MenuEntry {
  readonly label: string;
  readonly path: string;
  /** A symbol of public/icons.svg. */
  readonly icon: string;
  readonly isHere: boolean;
}

/** Entries under a heading; the first group has none. */
export interface MenuGroup {
  readonly heading: string;
  readonly entries: readonly MenuEntry[];
}

/** The menu in eBox's order: the panel itself, the users, then a page for each module that has one. */
export function menuOf(registry: Registry, here: string): readonly MenuGroup[] {
  const entry = (label: string, path: string, icon: string): MenuEntry => ({
    label,
    path,
    icon,
    isHere: path === here,
  });
  const services = registry.modules.flatMap(({ page }) =>
    page === null ? [] : [entry(page.label, page.path, 'service')],
  );
  const groups = [
    { heading: '', entries: [entry('Home', '/', 'home'), entry('Module State', '/module-state', 'modules')] },
    {
      heading: 'Users',
      entries: [entry('Users', '/users', 'users'), entry('Add User', '/users/add', 'add')],
    },
    { heading: 'Services', entries: services },
  ];
  return groups.filter((group) => group.entries.length > 0);
}
