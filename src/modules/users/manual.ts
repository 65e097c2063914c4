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
          say`To change a user, press the user name in the list. The search looks for all of your words in user names, names, comments and mail addresses; it takes them in any order and without accents: “lopez anna” finds Anna López.`,
          say`The list can be sorted by each column and shows only what you choose: accounts, administrators, users of whom no sign-in is known or who did not sign in for months, and users who are online. The address keeps the choice, so that you can bookmark it. A sign-in is known when it happened since the panel keeps the record, or the chat server had noted it before.`,
          say`“Rename this user” on the user’s page gives another user name. What the services keep goes to the new name: contacts, waiting messages, the vCard, bookmarks, rights in chat rooms. In the contact lists of other users the new name takes the place of the old one, at once. The user is signed out and types the new name into the client. No other user is disconnected.`,
          say`Contacts on other servers stay in the list, but the user must ask them for permission again. Chat logs in the clients keep the old name. For a time of your choice no other user gets the old name.`,
          say`Before a user is deleted, a page says what is deleted too, and what stays for the next user of this name if you wish.`,
        ],
      },
    ],
  },
  {
    id: 'import',
    title: say`Import and export users`,
    about: ['/users/import'],
    parts: [
      {
        heading: '',
        paragraphs: [
          say`On the page Users press “Import”, choose a CSV file or paste cells of a spreadsheet, and press “Show preview”. The panel recognises encoding, separator and columns of Excel, Google, Microsoft Entra, csvde, PowerShell, YunoHost and Zentyal.`,
          say`The preview says what the import would do with each user, and names each line in which something is wrong. Correct what was not recognised, or the file. Nothing is written before you press “Import”.`,
          say`The user name decides: a user who exists is changed, another one is added. An empty cell leaves what a user has. The same file again changes nothing.`,
          say`An import can be stopped and continued. If the panel or the machine stops meanwhile, the page Import Users offers to continue: each user is written once.`,
          say`Groups in the file are left out. Users who are not in the file are only disabled if you tick the box, and only when every line is right.`,
        ],
      },
      {
        heading: say`Passwords`,
        paragraphs: [
          say`New users get the password in the file. Tick “Generate passwords” for those who have none: when the import is ended, the panel hands the generated passwords out once as a CSV file and once as cards to print. Then it deletes them, at the latest after a day.`,
        ],
      },
      {
        heading: say`Export`,
        paragraphs: [
          say`Below the list of users is a link that downloads the users that the list shows. The file has no passwords. A quotation mark stands before cells that a spreadsheet would take for formulas; an import takes it off again.`,
        ],
      },
    ],
  },
];
