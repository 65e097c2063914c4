import type { Chapter } from '../../../core/module/index.js';
import { say } from '../../../core/words/sentence.js';

/** What the manual says of other servers. */
export const serversChapter: Chapter = {
  id: 'servers',
  title: say`Other servers`,
  about: ['/servers'],
  parts: [
    {
      heading: '',
      paragraphs: [
        say`With “Connect to other servers” on Jabber Service, your users chat with the users of other domains. “Other servers” shows with which servers this one is connected now, since when, and whether the connections are encrypted. For each direction there is one connection.`,
        say`The chat server answers no question about these connections. The page reads them from its log and from the open sockets of this machine.`,
        say`“Allowed servers” on Jabber Service lists the only servers that your users may chat with. What goes to another server, or comes from one, is dropped.`,
      ],
    },
    {
      heading: say`Testing another server`,
      paragraphs: [
        say`Type the domain of the other server and press “Test”. The panel looks up its DNS records and addresses, connects, encrypts and looks at the certificate. At the end it asks the other server something through your own chat server: only so it shows whether messages go both ways.`,
        say`Each step says what was seen and what to do. This server takes any certificate, since both servers prove their domains by dialback: the one that is called asks the DNS where the domain is, and asks there. So the other server must be able to connect to yours.`,
        say`One test runs at a time. The audit log names who asked for it.`,
      ],
    },
  ],
};
