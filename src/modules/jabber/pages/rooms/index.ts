import type { Frame, MenuItem } from '../../../../core/module/index.js';
import { servicesHeading } from '../../../../core/module/index.js';
import type { PageDeclaration } from '../../../../core/page.js';
import { say } from '../../../../core/words/sentence.js';
import { listPage } from './list.js';
import { actionPages } from './actions.js';
import { addPage } from './add.js';
import { defaultPages } from './default.js';
import { editPage } from './edit.js';
import { ROOMS, roomNameIn, roomRoute } from './paths.js';
import { showRoom } from './show.js';
import { roomActs } from '../../rooms/acts/index.js';

/** The chat rooms in the menu. */
export const roomsMenu: MenuItem = {
  heading: servicesHeading,
  label: say`Chat rooms`,
  path: ROOMS,
  icon: 'rooms',
};

/** The pages of the chat rooms. */
export function roomPages(frame: Frame): readonly PageDeclaration[] {
  const acts = roomActs(frame);
  return [
    { path: ROOMS, get: (request) => listPage(frame, request) },
    { path: roomRoute('show'), get: (request) => showRoom(frame, roomNameIn(request)) },
    addPage(frame, acts),
    editPage(frame, acts),
    ...actionPages(frame, acts),
    ...defaultPages(frame, acts),
  ];
}
