import type { Asking } from '../../../core/shell/command.js';
import { listUsersVerb } from './verbs.js';

/** The user names of all users, and the words of their full names. */
export async function peopleNames(control: Asking): Promise<readonly string[]> {
  const names: string[] = [];
  for (let page = 1, pages = 1; page <= pages; page += 1) {
    const answer = await control.ask(listUsersVerb, { search: '', page });
    pages = answer.pages;
    for (const { userName, fullName } of answer.users)
      names.push(userName, ...fullName.split(/\s+/).filter((word) => word.length > 2));
  }
  return names;
}
