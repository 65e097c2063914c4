import type { Frame, ModulePages } from '../../../core/module/index.js';
import { movedTo, shown, type PageDeclaration, type PageHandler } from '../../../core/page.js';
import { say } from '../../../core/words/sentence.js';
import { PanelError } from '../../../errors.js';
import { addPage } from './add.js';
import { deletePage } from './delete.js';
import { editPage } from './edit.js';
import { exportPage } from './export.js';
import { finder } from './finder.js';
import { checkPage } from './import/check.js';
import { passwordPages } from './import/passwords.js';
import { importPages } from './import/state.js';
import { listPage } from './list.js';
import { renamePage } from './rename.js';
import { ADD, LIST } from './paths.js';

const heading = { id: 'users', label: say`Users` };

/** The users of the directory: list, add, edit, delete. Changes here take effect at once. */
export const userPages: ModulePages = {
  menu: [
    { heading, label: say`Users`, path: LIST, icon: 'users' },
    { heading, label: say`Add User`, path: ADD, icon: 'add' },
  ],
  finder,
  declare: (frame) => [
    ...[listPage, addPage, editPage, renamePage, deletePage].map((page) =>
      whileOn(frame, toListIfGone(page(frame))),
    ),
    ...[exportPage(frame), checkPage(frame), ...importPages(frame), ...passwordPages(frame)].map((page) =>
      whileOn(frame, page),
    ),
  ],
};

/** Who looks for a user that is not there, as by going back after deleting one, is led to the list. */
function toListIfGone({ get, ...page }: PageDeclaration): PageDeclaration {
  if (get === undefined) return page;
  return {
    ...page,
    get: async (request) => {
      try {
        return await get(request);
      } catch (error) {
        const isGone = error instanceof PanelError && error.code === 'directory-no-such-entry';
        if (!isGone || request.late !== null) throw error;
        const sentence = say`There is no user ${{ user: request.part('name') }}.`;
        return movedTo(LIST, { kind: 'warning', sentence });
      }
    },
  };
}

/** While the module is off its pages say where to turn it on. */
function whileOn(frame: Frame, { get, post, ...page }: PageDeclaration): PageDeclaration {
  const orOff =
    (handler: PageHandler): PageHandler =>
    (request) =>
      frame.isOn() ? handler(request) : shown({ template: 'users/off', title: say`Users`, locals: {} });
  return {
    ...page,
    ...(get === undefined ? {} : { get: orOff(get) }),
    ...(post === undefined ? {} : { post: orOff(post) }),
  };
}
