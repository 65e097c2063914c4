import type { Chapter } from '../../core/module/index.js';
import { say } from '../../core/words/sentence.js';

/** What the manual says of the directory. */
export const manual: readonly Chapter[] = [
  {
    id: 'people',
    title: say`People: add, change, delete`,
    about: ['/users'],
    parts: [
      {
        heading: '',
        paragraphs: [
          say`Press “Add User”, type a user name, a last name and a password, and press “Add”. The user exists at once: you do not need “Save Changes”.`,
          say`“Generate” makes a good password and shows it, so that you can pass it on. The panel never shows a password later; you can only set a new one.`,
          say`To change a user, press the user name in the list. The search finds a part of the user name or of the name.`,
          say`Before a user is deleted, a page says what is deleted too, and what stays for the next user of this name if you wish.`,
        ],
      },
    ],
  },
];
