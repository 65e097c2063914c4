import type { Chapter } from '../../core/module/index.js';
import { announcementsChapter } from './announcements/chapter.js';
import { serversChapter } from './servers/chapter.js';
import { say } from '../../core/words/sentence.js';

/** What the manual says of the chat. */
export const manual: readonly Chapter[] = [
  {
    id: 'first-chat',
    title: say`From nothing to the first chat`,
    about: [],
    parts: [
      {
        heading: '',
        paragraphs: [
          say`XMPP, also called Jabber, is an open protocol for chat: messages between two people, presence, and rooms for many. Every XMPP client can connect to this server.`,
        ],
        steps: [
          say`On “Module State” tick “Jabber”, press “Apply Changes”, read what the panel will do, and press “Accept”.`,
          say`On “Jabber Service” type your domain name, for example chat.example.org, and press “Apply Changes”.`,
          say`On “Add User” add two people, with the account enabled.`,
          say`Press “Save Changes”, then “Save”. At the end the page says that the services were tested.`,
          say`Open the page of a user: the connection card says what to type into the client.`,
        ],
      },
    ],
  },
  {
    id: 'chat',
    title: say`The chat server: domain, rooms, encryption`,
    about: ['/jabber'],
    parts: [
      {
        heading: '',
        paragraphs: [
          say`Domain Name: the part of every address after the “@”. Clients find the server by this name in the DNS. If they cannot, the page shows the records to create.`,
          say`Connect to other servers: tick it if your users want to chat with users of other servers. Leave it empty for a private server.`,
          say`Enable Multi User Chat (MUC): rooms for more than two people. Users create rooms, invite others and moderate. A room can be permanent or temporary.`,
          say`Only administrators create chat rooms: tick it to refuse new rooms of users without administration rights. A change restarts the chat rooms, and users leave them for a moment.`,
          say`Chat rooms only for users of this server: tick it to keep users of other servers out of all rooms. They then neither see, enter nor create any. A change restarts the chat rooms.`,
          say`SSL Support: with “Required” no client sends a password unencrypted. Choose another value only for old clients that cannot encrypt.`,
          say`“Check now” tests the service as a client does, and shows the result beside each setting.`,
        ],
      },
      {
        heading: say`The account of a user`,
        paragraphs: [
          say`The section “Jabber account” of a user’s page enables or disables the account. If you disable it, the sessions of the user are closed.`,
          say`Administration rights let the user see who is connected, write to all users and set the message of the day from a chat client. They do not let anyone into this panel. The right to announce holds at once, and nobody is disconnected. The list of sessions and the administration of rooms follow at the next save that restarts the chat server for another reason, or when you restart “Sessions” and “Chat rooms” on the home page.`,
        ],
      },
    ],
  },
  {
    id: 'client',
    title: say`Connecting a client`,
    about: ['/jabber/tell-users'],
    parts: [
      {
        heading: '',
        paragraphs: [
          say`The page of each user has a connection card with the values for Pidgin and for other clients. In Pidgin:`,
        ],
        steps: [
          say`Add an account with the protocol XMPP.`,
          say`Type the user name, the domain and the password as the card says.`,
          say`If the domain is not in the DNS, open “Advanced” and type the address of the server in “Connect server”.`,
          say`For direct TLS choose “Use old-style SSL” and the port of the card. Older versions call it “Force old SSL”.`,
          say`If the certificate is signed by this panel, Pidgin asks once whether to trust it. Compare the fingerprint first.`,
        ],
      },
      {
        heading: say`Handing it out`,
        paragraphs: [
          say`The card has the fields of Gajim, Dino, Psi, Swift, Conversations and Monal too, and the text of a mail to copy. A print of the page shows the card only. The password stands nowhere.`,
          say`When the domain, a port or SSL Support is about to change, “Save Changes” says whose clients must be set up again, and leads to a form that tells everybody who is connected before you save.`,
        ],
      },
    ],
  },
  {
    id: 'sessions',
    title: say`Open sessions`,
    about: ['/connected', '/connected/blocked'],
    parts: [
      {
        heading: '',
        paragraphs: [
          say`“Who is connected” lists every client that is signed in. One person can have several.`,
          say`The server’s logs tell since when a session is open, from which address, and whether it is encrypted. The client itself tells its software and for how long nobody used it. What is not known is left empty.`,
          say`A message goes to the sessions that you tick, or to all sessions that the list shows. The panel says to how many it was delivered.`,
          say`“Refused sign-ins” shows who could not sign in to chat lately, from where, and why. The chat server does not tell the address, so it is known only if exactly one client was about to sign in at that moment. The page of a user shows those of this user and the last sign-in. If a stranger guesses a password, the panel says so.`,
          say`“Block” beside a refused sign-in, or “Blocked addresses”, shuts an address out for some time, from an hour to 30 days. The connection guard closes its new connections at once; nothing restarts, and sessions that are open stay open. The addresses of this machine cannot be blocked.`,
          say`“End session” ends one session, “End sessions” several. The users lose no contact and no message. Most clients connect again by themselves within a minute, as long as the account is enabled: to keep a user out, disable the account.`,
        ],
      },
    ],
  },
  {
    id: 'rooms',
    title: say`Chat rooms`,
    about: ['/rooms'],
    parts: [
      {
        heading: '',
        paragraphs: [
          say`“Chat rooms” lists every room of the server, hidden ones too, with who is in. To look, the panel enters no room.`,
          say`A permanent room stays when everybody left, a temporary one ends. A hidden room stands in no list of a client, but anybody who knows its name can enter. A room for members only takes those on its list.`,
          say`An owner of a room sets it up, and chooses other owners. An administrator decides who may speak and who is banned.`,
          say`You can create a permanent room for a user, change it, give it to another user, and delete it. To change a room, the panel enters it for a moment as “Chat server”. What you do takes effect at once and stands in the audit log.`,
          say`There are no transcripts: what is said in a room is not written down on this server, and no owner of a room can change that. The chat rooms keep the last 40 messages of each room in memory, for those who enter. A client may keep what it received.`,
          say`The default room is the one to which everybody is invited: who is connected gets the invitation within seconds, who signs in later gets it then. Each user gets it once, until you choose a default room again. Most clients ask whether to enter; the panel puts nobody into the room. While the panel is down nobody is invited.`,
          say`For clients that keep bookmarks on the server (XEP-0048), such as Gajim, the panel adds a bookmark of the default room while an invited user is signed out. The user’s own bookmarks stay as they are. When you choose another default room or none, the panel removes the bookmark, unless the user changed it.`,
          say`The user who made a room from a chat client owns it until the chat rooms are restarted, also when another owner took the right away. From then on the list of owners alone counts.`,
        ],
      },
    ],
  },
  announcementsChapter,
  serversChapter,
];
