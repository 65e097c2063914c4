import type { Frame, MenuItem } from '../../../../core/module/index.js';
import { servicesHeading } from '../../../../core/module/index.js';
import type { PageDeclaration } from '../../../../core/page.js';
import { say } from '../../../../core/words/sentence.js';
import { listPage } from './list.js';
import { ROOMS } from './paths.js';
import { showPage } from './show.js';

/** The chat rooms in the menu. */
export const roomsMenu: MenuItem = {
  heading: servicesHeading,
  label: say`Chat rooms`,
  path: ROOMS,
  icon: 'rooms',
};

/** The pages of the chat rooms. */
export function roomPages(frame: Frame): readonly PageDeclaration[] {
  return [
    { path: ROOMS, get: (request) => listPage(frame, request) },
    { path: `${ROOMS}/show/:name`, get: (request) => showPage(frame, request) },
  ];
}
