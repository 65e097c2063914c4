import type { ModulePages } from '../../../core/module/index.js';
import { CONNECTED, connectedPages } from './connected.js';

/** Who chats just now, and the people who are to. */
export const jabberPages: ModulePages = {
  menu: [{ heading: 'Services', label: 'Who is connected', path: CONNECTED, icon: 'connected' }],
  declare: connectedPages,
  lastStep: {
    label: 'Add the people who are to chat',
    path: '/users/add',
    why: 'The page of each user says what to type into a chat client.',
    isDone: async (frame) => frame.isOn() && !(await frame.people.isEmpty()),
  },
};
