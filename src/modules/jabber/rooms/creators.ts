import type { Layout } from '../../../core/layout.js';
import type { SingleFile } from '../../../core/module/index.js';
import { say } from '../../../core/words/sentence.js';
import { roomsAdministrator } from '../domain.js';
import { pathsOf } from '../paths.js';

const PROGRAM = 'rooms/creators';

/** What mu-conference is started through: makes a room's list of owners the only word on who owns it. */
export const creatorsFile: SingleFile<unknown, unknown> = {
  path: PROGRAM,
  why: say`Starts the chat rooms, and first lets the list of owners alone say who owns a room.`,
  readableBy: 'chat',
  executable: true,
  readBy: ['muc'],
  takes: 'restart',
  content: async ({ machine }) => ({ text: await machine.renderer.shipped('templates/rooms/creators.pl') }),
};

/** mu-conference's command, run by that program. A configuration that an earlier version wrote has none. */
export function throughCreators(layout: Layout, argv: readonly string[]): readonly string[] {
  const program = `${layout.live}/${PROGRAM}`;
  return ['/bin/sh', '-c', WITH_PROGRAM, program, pathsOf(layout).rooms, roomsAdministrator, ...argv];
}

/** `$0` is the program, `$1` and `$2` are for it, and the rest is the command. */
const WITH_PROGRAM = 'if [ -x "$0" ]; then exec "$0" "$@"; fi; shift 2; exec "$@"';
