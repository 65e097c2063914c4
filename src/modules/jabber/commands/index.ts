import type { ModuleCommands } from '../../../core/module/index.js';
import { clientCommands, clientHandlers } from './clients.js';
import { sessionHandlers } from './handlers.js';
import { readCommands } from './rooms/read.js';
import { roomHandlers } from './rooms/handlers.js';
import { connectedCommands } from './sessions.js';

/** Who is connected, and the chat rooms, in the shell. */
export const sessionCommands: ModuleCommands = {
  standBefore: 'logs',
  handlers: (frame) => [...sessionHandlers(frame), ...roomHandlers(frame), ...clientHandlers(frame)],
  commands: [...connectedCommands, ...readCommands, ...clientCommands],
};
