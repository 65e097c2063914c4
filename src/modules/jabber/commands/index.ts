import type { ModuleCommands } from '../../../core/module/index.js';
import { clientCommands, clientHandlers } from './clients.js';
import { announcementHandlers } from './announcement-handlers.js';
import { announcementCommands } from './announcements.js';
import { sessionHandlers } from './handlers.js';
import { readCommands } from './rooms/read.js';
import { writeCommands } from './rooms/write.js';
import { roomHandlers } from './rooms/handlers.js';
import { connectedCommands } from './sessions.js';

/** Who is connected, and the chat rooms, in the shell. */
export const sessionCommands: ModuleCommands = {
  standBefore: 'logs',
  handlers: (frame) => [
    ...sessionHandlers(frame),
    ...announcementHandlers(frame),
    ...roomHandlers(frame),
    ...clientHandlers(frame),
  ],
  commands: [
    ...connectedCommands,
    ...announcementCommands,
    ...readCommands,
    ...writeCommands,
    ...clientCommands,
  ],
};
