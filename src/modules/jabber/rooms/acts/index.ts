import type { Frame } from '../../../../core/module/index.js';
import { changeRoomAct } from './change.js';
import { createRoomAct } from './create.js';
import { chooseDefaultAct, noDefaultAct, type DefaultParts } from './default.js';
import { destroyRoomAct } from './destroy.js';
import { giveRoomAct } from './give.js';

/** What an administrator can do with rooms, behind the gate. */
export function roomActs(frame: DefaultParts & Pick<Frame, 'gate'>) {
  return {
    create: frame.gate(createRoomAct(frame)),
    change: frame.gate(changeRoomAct(frame)),
    destroy: frame.gate(destroyRoomAct(frame)),
    give: frame.gate(giveRoomAct(frame)),
    chooseDefault: frame.gate(chooseDefaultAct(frame)),
    noDefault: frame.gate(noDefaultAct(frame)),
  };
}

/** See {@link roomActs}. */
export type RoomActs = ReturnType<typeof roomActs>;
