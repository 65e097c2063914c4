import type { Frame, ModulePages } from '../../../core/module/index.js';
import { shown, type PageDeclaration, type PageHandler } from '../../../core/page.js';
import { say } from '../../../core/words/sentence.js';
import { addPage } from './add.js';
import { deletePage } from './delete.js';
import { editPage } from './edit.js';
import { listPage } from './list.js';
import { ADD, LIST } from './paths.js';

const heading = { id: 'users', label: say`Users` };

/** The users of the directory: list, add, edit, delete. Changes here take effect at once. */
export const userPages: ModulePages = {
  menu: [
    { heading, label: say`Users`, path: LIST, icon: 'users' },
    { heading, label: say`Add User`, path: ADD, icon: 'add' },
  ],
  declare: (frame) => [listPage, addPage, editPage, deletePage].map((page) => whileOn(frame, page(frame))),
};

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
