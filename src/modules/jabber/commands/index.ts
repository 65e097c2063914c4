import type { ModuleCommands } from '../../../core/module/index.js';
import { blockCommands } from './blocks/commands.js';
import { blockHandlers } from './blocks/handlers.js';
import { clientCommands, clientHandlers } from './clients.js';
import { announcementHandlers } from './announcements/handlers.js';
import { announcementCommands } from './announcements/commands.js';
import { sessionHandlers } from './sessions/handlers.js';
import { readCommands } from './rooms/read.js';
import { writeCommands } from './rooms/write.js';
import { roomHandlers } from './rooms/handlers.js';
import { serverCommands } from './servers/commands.js';
import { serverHandlers } from './servers/handlers.js';
import { connectedCommands } from './sessions/commands.js';

/** The sessions, announcements, chat rooms, set-up of clients and other servers, in the shell. */
export const jabberCommands: ModuleCommands = {
  standBefore: 'logs',
  handlers: (frame) => [
    ...sessionHandlers(frame),
    ...blockHandlers(frame),
    ...announcementHandlers(frame),
    ...roomHandlers(frame),
    ...clientHandlers(frame),
    ...serverHandlers(frame),
  ],
  commands: [
    ...connectedCommands,
    ...blockCommands,
    ...announcementCommands,
    ...readCommands,
    ...writeCommands,
    ...clientCommands,
    ...serverCommands,
  ],
};
