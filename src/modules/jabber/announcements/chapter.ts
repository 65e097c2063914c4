import type { Chapter } from '../../../core/module/index.js';
import { say } from '../../../core/words/sentence.js';

/** What the manual says of announcements. */
export const announcementsChapter: Chapter = {
  id: 'announcements',
  title: say`Announcements`,
  about: ['/announcements'],
  parts: [
    {
      heading: '',
      paragraphs: [
        say`“Announcements” sends a message to all users who are connected, or a message of the day. A message of the day reaches every user once: at once if the user is connected, or else at the next sign-in. “Preview” sends the text to one user alone.`,
        say`The list says whom each message reached. A message counts as delivered if the session was still open afterwards and no error came back.`,
        say`You can change or withdraw a message of the day. With another text, all users get it again. A message that a user has cannot be taken back.`,
        say`The panel delivers the messages. While it is stopped nobody gets one. Users who are connected get it when the panel runs again.`,
      ],
    },
    {
      heading: say`From a chat client`,
      paragraphs: [
        say`A user with Administration rights can announce from any chat client. A message to chat.example.org/announce/online, with your own domain, goes to all users who are connected. A message to chat.example.org/announce sets the message of the day: it has no end, and replaces the one that was set so before.`,
        say`The right holds as soon as you give it, and ends as soon as you take it. The audit log names the user. While the panel is stopped the client gets an error.`,
      ],
    },
  ],
};
