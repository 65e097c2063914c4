import { servicesHeading, type ModulePages } from '../../../core/module/index.js';
import { say } from '../../../core/words/sentence.js';
import { announcementPages, ANNOUNCEMENTS } from './announcements/index.js';
import { connectedPages } from './connected/index.js';
import { CONNECTED } from './connected/paths.js';
import { roomPages, roomsMenu } from './rooms/index.js';
import { serverPages, serversMenu } from './servers/index.js';
import { tellPages } from './tell-users.js';

/** The sessions of the users, the chat rooms, the announcements, other servers, and the step to add users. */
export const jabberPages: ModulePages = {
  menu: [
    { heading: servicesHeading, label: say`Who is connected`, path: CONNECTED, icon: 'connected' },
    roomsMenu,
    { heading: servicesHeading, label: say`Announcements`, path: ANNOUNCEMENTS, icon: 'info' },
    serversMenu,
  ],
  declare: (frame) => [
    ...connectedPages(frame),
    ...roomPages(frame),
    ...announcementPages(frame),
    ...serverPages(frame),
    ...tellPages(frame),
  ],
  lastStep: {
    label: say`Add people`,
    path: '/users/add',
    why: say`The page of each user shows what to type into a chat client.`,
    isDone: async (frame) => frame.isOn() && !(await frame.people.isEmpty()),
  },
  afterwards: [
    {
      label: say`Set up a client`,
      path: '/users',
      why: say`The page of each user has a card with what to type into a chat client.`,
    },
    {
      label: say`Check the records in the DNS`,
      path: '/jabber',
      why: say`Clients and other servers find this server by them.`,
    },
  ],
};
