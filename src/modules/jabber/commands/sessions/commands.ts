import { changeOutcome, columns, type Command } from '../../../../core/shell/command.js';
import { moment, say, sayOf, type Sentence } from '../../../../core/words/sentence.js';
import { idleWords } from '../../live/words.js';
import { refusalsUnknown } from '../../sign-in/happened.js';
import { endSessionsVerb, messageVerb, refusedVerb, sessionsVerb } from './verbs.js';

const list: Command = {
  name: 'sessions list',
  operands: '',
  least: 0,
  most: 0,
  options: [],
  summary: say`List who is connected now, as the chat server says.`,
  manual: [
    say`Each line shows the user, the full JID, since when, the address, whether the connection is encrypted, the software and for how long the client was not used. What the server and the client do not tell is left empty.`,
  ],
  async run({ control }) {
    const { sessions } = await control.ask(sessionsVerb, {});
    const rows = sessions.map(({ userName, jid, since, address, encryption, software, idle }) => [
      userName,
      jid,
      since === '' ? '' : moment(since),
      address,
      encryptionWords(encryption),
      software,
      idleWords(idle),
    ]);
    return { data: { sessions }, lines: [columns(rows)] };
  },
};

const refused: Command = {
  name: 'sessions refused',
  operands: '',
  least: 0,
  most: 0,
  options: [],
  summary: say`List the latest refused sign-ins to chat.`,
  manual: [
    say`Each line shows when, the user name as it was typed, the address and the reason. The address is known only if exactly one client was about to sign in at that moment.`,
  ],
  async run({ control }) {
    const { refused } = await control.ask(refusedVerb, {});
    if (refused === null) return { data: { refused }, lines: [refusalsUnknown] };
    const rows = refused.map(({ name, words, address, at }) => [
      moment(at, 'second'),
      JSON.stringify(name),
      address === '' ? sayOf('an address')`unknown` : address,
      words,
    ]);
    return { data: { refused }, lines: [columns(rows)] };
  },
};

function encryptionWords(encryption: 'yes' | 'no' | ''): Sentence | '' {
  if (encryption === '') return '';
  return encryption === 'yes' ? say`Encrypted` : say`Not encrypted`;
}

const all = {
  name: 'all',
  value: null,
  help: say`All sessions that are open now.`,
};

const message: Command = {
  name: 'sessions message',
  operands: 'TEXT [USER|JID...]',
  least: 1,
  most: 1000,
  options: [all],
  summary: say`Send a message to all sessions of users, to sessions of full JIDs, or to all with --all.`,
  manual: [
    say`The users get the message from the chat server, at once. The command says to how many of the sessions it was delivered. If there is no such session, nothing is sent.`,
  ],
  run: async ({ control, operands: [text = '', ...which], flag }) =>
    changeOutcome(
      await control.ask(messageVerb, { which: [...which], all: flag('all'), yes: flag('yes'), text }),
    ),
};

const end: Command = {
  name: 'sessions end',
  operands: '[USER|JID...]',
  least: 0,
  most: 1000,
  options: [
    all,
    {
      name: 'message',
      value: 'TEXT',
      help: say`Send this to the users just before.`,
    },
  ],
  summary: say`Close all sessions of users, sessions of full JIDs, or all with --all.`,
  manual: [
    say`Contacts and messages stay. Most clients, such as Pidgin, connect again by themselves within a minute, as long as the account is enabled. If there is no such session, nothing is changed. With --all and more than one session it needs --yes.`,
  ],
  run: async ({ control, operands, flag, text }) =>
    changeOutcome(
      await control.ask(endSessionsVerb, {
        which: [...operands],
        all: flag('all'),
        yes: flag('yes'),
        word: text('message') ?? '',
      }),
    ),
};

/** Who is connected, messages to them, and closing sessions, in the shell. */
export const connectedCommands: readonly Command[] = [list, message, end, refused];
