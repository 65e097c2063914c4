import type { ClientProgram } from '../../../../core/module/index.js';
import type { SetUp } from '../set-up.js';
import { conversations } from './conversations.js';
import { dino } from './dino.js';
import { gajim } from './gajim.js';
import { monal } from './monal.js';
import { pidgin } from './pidgin.js';
import { psi } from './psi.js';
import { swift } from './swift.js';

/** The client programs that the card knows: that of the eBox manual first. */
export const programs: readonly ((setUp: SetUp) => ClientProgram)[] = [
  ...[pidgin, gajim, dino, psi, swift],
  ...[conversations, monal],
];
