import { doneTo, type PageDeclaration } from '../../../../core/page.js';
import type { Frame } from '../../../../core/module/index.js';
import type { RoomActs } from '../../rooms/acts/index.js';
import { orRefused } from './or-refused.js';
import { ROOMS, roomNameIn, roomPath, roomRoute } from './paths.js';
import { showRoom } from './show.js';

/** Gives a room a new owner, and ends a room: the forms stand on the page of the room. */
export function actionPages(frame: Frame, { give, destroy }: RoomActs): readonly PageDeclaration[] {
  return [
    {
      path: roomRoute('owner'),
      formAt: ROOMS,
      async post(request) {
        const name = roomNameIn(request);
        const owner = request.field('owner').trim();
        const isAlone = request.field('alone') === 'on';
        const came = await orRefused(give.request({ name, owner, isAlone }, request.permission));
        switch (came.kind) {
          case 'asked':
            return { kind: 'asking', asked: came, cancel: roomPath(name) };
          case 'done':
            return doneTo(roomPath(name), came.sentence);
          case 'invalid':
            return showRoom(frame, name, { owner, isAlone, errors: came.errors });
          case 'refused':
            return showRoom(frame, name, { owner, isAlone, message: came.sentence });
        }
      },
    },
    {
      path: roomRoute('destroy'),
      formAt: ROOMS,
      async post(request) {
        const name = roomNameIn(request);
        const reason = request.field('reason');
        const came = await orRefused(destroy.request({ name, reason }, request.permission));
        switch (came.kind) {
          case 'asked':
            return { kind: 'asking', asked: came, cancel: roomPath(name) };
          case 'done':
            return doneTo(ROOMS, came.sentence);
          case 'invalid':
            return showRoom(frame, name, { reason, errors: came.errors });
          case 'refused':
            return showRoom(frame, name, { reason, message: came.sentence });
        }
      },
    },
  ];
}
