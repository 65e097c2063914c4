import { z } from 'zod';
import type { Frame } from '../../../core/module/index.js';
import { shown, type PageAnswer, type PageRequest } from '../../../core/page.js';
import { userCard } from '../../../core/people/user-card.js';
import type { UserDifference, UserValues } from '../../../core/people/user-values.js';
import { settingsSchema } from '../../../core/setting-value.js';
import type { FieldErrors } from '../../../core/settings.js';
import type { User } from '../../../core/user.js';
import { say, type Sentence } from '../../../core/words/sentence.js';
import { PanelError } from '../../../errors.js';
import { passwordAgain, userFormView } from './form.js';
import { deletePath, editPath, renamePath } from './paths.js';

/** What the page of a user shows beside the user. */
export interface Shown {
  /** See {@link User.csn}; the form carries it. */
  readonly csn: string;
  readonly values: UserValues;
  /** The values that the form showed first, to find which fields were changed; null when they are not known. */
  readonly base: UserValues | null;
  readonly errors?: FieldErrors;
  readonly message?: Sentence | '';
  readonly status?: number;
  /** What another administrator changed meanwhile, where the form says something else. */
  readonly conflicts?: readonly UserDifference[];
  /** True when the last user who has a right loses it: the change is made only when the box is ticked. */
  readonly asksForLoss?: boolean;
}

/** The page of a user, with how each client is connected. */
export async function showEdit({ people, machine }: Frame, user: User, page: Shown): Promise<PageAnswer> {
  const { userName, fullName } = user;
  const { values, base, errors = {} } = page;
  const unfinished = await people.unfinishedRename(userName);
  const cards = user.accounts.map((account) => userCard(machine, people.parts, userName, account));
  return shown({
    template: 'users/edit',
    title: say`Edit User`,
    status: page.status ?? 200,
    locals: {
      action: editPath(userName),
      deletePath: deletePath(userName),
      renamePath: renamePath(userName),
      userName,
      fullName,
      records: { audit: `/audit-log?${searchFor(userName)}`, logs: `/logs?${searchFor(userName)}` },
      csn: page.csn,
      asksForLoss: page.asksForLoss ?? false,
      message: errors[''] ?? page.message ?? unfinished ?? '',
      base: base === null ? '' : JSON.stringify(base),
      conflicts: page.conflicts ?? [],
      form: userFormView(people.parts, user, values, { ...passwordAgain(values), ...errors }),
      happened: people.parts.flatMap((part) =>
        part.enabled() ? (part.section.happened?.(machine, userName) ?? []) : [],
      ),
      cards: (await Promise.all(cards)).filter((card) => card !== null),
    },
  });
}

function searchFor(text: string): string {
  return new URLSearchParams({ search: text }).toString();
}

const baseSchema = z.object({ own: settingsSchema, accounts: z.record(z.string(), settingsSchema) });

/** What the form showed of a user; null when it does not say. Throws `bad-request`. */
export function baseOf(request: PageRequest): UserValues | null {
  const text = request.field('_base');
  if (text === '') return null;
  try {
    return baseSchema.parse(JSON.parse(text));
  } catch {
    throw new PanelError('bad-request');
  }
}
