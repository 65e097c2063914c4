import type { Frame } from '../../../../core/module/index.js';
import { changeRoomAct } from './change.js';
import { createRoomAct } from './create.js';
import { destroyRoomAct } from './destroy.js';
import { giveRoomAct } from './give.js';
import type { RoomParts } from './parts.js';

/** What an administrator can do with rooms, behind the gate. */
export function roomActs(frame: RoomParts & Pick<Frame, 'gate'>) {
  return {
    create: frame.gate(createRoomAct(frame)),
    change: frame.gate(changeRoomAct(frame)),
    destroy: frame.gate(destroyRoomAct(frame)),
    give: frame.gate(giveRoomAct(frame)),
  };
}

/** See {@link roomActs}. */
export type RoomActs = ReturnType<typeof roomActs>;
