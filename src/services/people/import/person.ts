import { plainCell } from '../../../core/people/import/formula.js';
import type { TableLine } from './read-table.js';

/** What a line of a file says of a person. What the file has no column for, or an empty cell, is left out. */
export interface Person {
  readonly line: number;
  readonly userName: string;
  readonly own: Readonly<Record<string, string>>;
  /** `''` for none. */
  readonly password: string;
  /** Module → field → text. */
  readonly accounts: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** The names in a line. */
interface Names {
  readonly firstName: string;
  readonly lastName: string;
}

/** @param columns what each column is; see `columnTargets` */
export function personOf({ line, cells }: TableLine, columns: readonly string[]): Person {
  const texts = new Map<string, string>();
  for (const [index, target] of columns.entries()) {
    const cell = cells[index] ?? '';
    // No list that the panel writes has marks before passwords.
    const text = target === 'password' ? cell : plainCell(cell).trim();
    if (target !== '' && text.trim() !== '') texts.set(target, text);
  }
  const of = (target: string): string => texts.get(target) ?? '';
  const names = namesOf(of);
  const own = { ...names, comment: of('comment') };
  const accounts: Record<string, Record<string, string>> = {};
  for (const [target, text] of texts) {
    const [module = '', field] = target.split('.');
    if (field !== undefined) accounts[module] = { ...accounts[module], [field]: text };
  }
  return {
    line,
    userName: of('userName') || nameOfAddress(of('email')) || (hasNoName(columns) ? nameOfNames(names) : ''),
    own: Object.fromEntries(Object.entries(own).filter(([, text]) => text !== '')),
    // Lists that are exported have stars in place of passwords.
    password: /^\*+$/.test(of('password')) ? '' : of('password'),
    accounts,
  };
}

/** Whether no column says how users are called: then their names are made from first and last name. */
export function hasNoName(columns: readonly string[]): boolean {
  return !columns.includes('userName') && !columns.includes('email');
}

/** "Anna López" and "López, Anna" where first and last name have no columns of their own. */
function namesOf(of: (target: string) => string): Names {
  const [firstName, lastName, fullName] = [of('firstName'), of('lastName'), of('fullName')];
  if (lastName !== '' || fullName === '') return { firstName, lastName };
  const comma = fullName.indexOf(',');
  if (comma > 0)
    return { firstName: fullName.slice(comma + 1).trim(), lastName: fullName.slice(0, comma).trim() };
  const blank = fullName.lastIndexOf(' ');
  return {
    firstName: firstName || fullName.slice(0, Math.max(0, blank)).trim(),
    lastName: fullName.slice(blank + 1),
  };
}

/** The part before the `@`: addresses have no case. */
function nameOfAddress(address: string): string {
  return (address.split('@')[0] ?? '').toLowerCase();
}

const OTHERS: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  þ: 'th',
  ð: 'd',
  ı: 'i',
};

/** "anna.lopez" of Anna López. */
function nameOfNames({ firstName, lastName }: Names): string {
  const folded = [firstName, lastName].map((name) =>
    name
      .toLowerCase()
      .normalize('NFKD')
      .replace(/[ßæœøłđþðı]/g, (letter) => OTHERS[letter] ?? '')
      .replace(/[^a-z0-9]/g, ''),
  );
  return folded.filter((name) => name !== '').join('.');
}
