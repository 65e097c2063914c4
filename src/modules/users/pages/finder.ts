import type { Finder } from '../../../core/module/index.js';
import { many, quantity, say, verbatim } from '../../../core/words/sentence.js';
import { editPath, LIST } from './paths.js';

/** So many users are named; the list of users has the others. */
const NAMED = 8;

/** Finds users by user name and name, in the index that the list of users has. */
export const finder: Finder = {
  title: say`Users`,
  async find(frame, text) {
    if (!frame.isOn()) return { things: [], more: null };
    const { rows, total } = await frame.people.list({ search: text }, 1);
    const exact = rows.filter(({ userName }) => userName === text);
    const others = rows.filter(({ userName }) => userName !== text);
    const things = [...exact, ...others].slice(0, NAMED).map(({ userName, fullName }) => ({
      label: verbatim(userName),
      note: fullName === '' ? ('' as const) : verbatim(fullName),
      path: editPath(userName),
    }));
    const path = `${LIST}?${new URLSearchParams({ search: text }).toString()}`;
    const label = many(
      total,
      say`Show the user in the list`,
      say`Show all ${{ count: quantity(total) }} in the list`,
    );
    return { things, more: total > things.length ? { label, path } : null };
  },
};
