import { doneTo, movedTo, type PageDeclaration } from '../../../../core/page.js';
import type { Frame } from '../../../../core/module/index.js';
import type { RoomActs } from '../../rooms/acts/index.js';
import { orRefused } from './or-refused.js';
import { NO_DEFAULT, ROOMS, roomNameIn, roomPath, roomRoute } from './paths.js';
import { showRoom } from './show.js';

/** Chooses the default room, and takes it back: the forms stand on the page of the room, and on the list. */
export function defaultPages(
  frame: Frame,
  { chooseDefault, noDefault }: RoomActs,
): readonly PageDeclaration[] {
  return [
    {
      path: roomRoute('default'),
      formAt: ROOMS,
      async post(request) {
        const name = roomNameIn(request);
        const words = request.field('words');
        const came = await orRefused(chooseDefault.request({ name, words }, request.permission));
        switch (came.kind) {
          case 'asked':
            return { kind: 'asking', asked: came, cancel: roomPath(name) };
          case 'done':
            return doneTo(roomPath(name), came.sentence);
          case 'invalid':
            return showRoom(frame, name, { words, errors: came.errors });
          case 'refused':
            return showRoom(frame, name, { words, message: came.sentence });
        }
      },
    },
    {
      path: NO_DEFAULT,
      formAt: ROOMS,
      async post(request) {
        const came = await noDefault.request({}, request.permission);
        return came.kind === 'done' ? doneTo(ROOMS, came.sentence) : movedTo(ROOMS);
      },
    },
  ];
}
