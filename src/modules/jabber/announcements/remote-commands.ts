import type { Frame } from '../../../core/module/index.js';
import { panelName } from '../domain.js';
import { isAdministrator } from '../facts.js';
import { panelOf } from '../panel.js';
import { childOf, escaped, namespaces, type Element } from '../xmpp/element.js';
import { refusalOf, resultOf, type Taker } from '../xmpp/takers.js';
import type { AnnouncementActs } from './acts.js';
import { announceNow, domainOf, endOfTheDay, setOfTheDay, userOf } from './by-chat.js';

/** XEP-0050. */
const COMMANDS = 'http://jabber.org/protocol/commands';
const DATA = 'jabber:x:data';
/** XEP-0133, 4. */
const ADMIN = 'http://jabber.org/protocol/admin#';
/** Seconds for the session manager to answer. */
const SECONDS = 3;

/** One command. Clients show the names as they are. */
interface RemoteCommand {
  readonly name: string;
  /** The label of the text that it wants; null for none. */
  readonly asks: string | null;
  /** Does it, and returns what is shown: XML inside the command; null when it was not possible. */
  run(asked: {
    readonly text: string;
    readonly jid: string;
    readonly domain: string;
  }): Promise<string | null>;
}

/** The administrator's commands for clients that list services (XEP-0133), under the names that they know. */
function commandsOf(
  frame: Pick<Frame, 'machine'>,
  acts: AnnouncementActs,
): ReadonlyMap<string, RemoteCommand> {
  const done = (isDone: boolean, words: string): string | null =>
    isDone ? `<note type='info'>${escaped(words)}</note>` : null;
  return new Map([
    [
      `${ADMIN}announce`,
      {
        name: 'Send a message to all connected users',
        asks: 'Message',
        run: async ({ text, jid }) => done(await announceNow(acts, text, jid), 'The message was sent.'),
      },
    ],
    ...['set-motd', 'edit-motd'].map((node): [string, RemoteCommand] => [
      `${ADMIN}${node}`,
      {
        name: node === 'set-motd' ? 'Set the message of the day' : 'Edit the message of the day',
        asks: 'Message',
        run: async ({ text, jid }) =>
          done(await setOfTheDay(frame, acts, text, jid), 'The message of the day was set.'),
      },
    ]),
    [
      `${ADMIN}delete-motd`,
      {
        name: 'Delete the message of the day',
        asks: null,
        run: async ({ jid }) =>
          (await endOfTheDay(frame, acts, jid))
            ? done(true, 'The message of the day was withdrawn.')
            : done(true, 'There was no message of the day.'),
      },
    ],
    [
      `${ADMIN}get-online-users-list`,
      {
        name: 'List the connected users',
        asks: null,
        async run({ domain }) {
          const jids = await panelOf(frame.machine).sessions(domain, SECONDS);
          const bare = [...new Set(jids.map((jid) => jid.split('/')[0] ?? ''))].sort();
          const values = bare.map((jid) => `<value>${escaped(jid)}</value>`).join('');
          return (
            `<x xmlns='${DATA}' type='result'><title>Connected users</title>` +
            `<field var='onlineuserjids' type='jid-multi' label='Connected users'>${values}</field></x>`
          );
        },
      },
    ],
  ]);
}

/**
 * Answers what clients ask the panel's component for: which commands there are, and to carry one out. Only on a route from
 * sm, where the sender is who signed in, and only for whom the directory calls an administrator now.
 */
export function remoteCommands(frame: Pick<Frame, 'machine' | 'active'>, acts: AnnouncementActs): Taker {
  const commands = commandsOf(frame, acts);
  return ({ from, stanza }) => {
    const domain = domainOf(frame);
    const { to, from: sender = '', type } = stanza.attributes;
    if (stanza.name !== 'iq' || to !== panelName || domain === null) return null;
    const command = type === 'set' ? childOf(stanza, 'command', COMMANDS) : undefined;
    const items = childOf(stanza, 'query', namespaces.discoItems);
    const info = childOf(stanza, 'query', namespaces.discoInfo);
    const isList = type === 'get' && items?.attributes.node === COMMANDS;
    const named = type === 'get' ? commands.get(info?.attributes.node ?? '') : undefined;
    if (command === undefined && !isList && named === undefined) return null;
    const userName = from === 'sm' ? userOf(sender, domain) : null;
    return (async () => {
      if (userName === null || !(await isAdministrator(frame.machine.directory, userName)))
        return refusalOf(stanza, 'auth', 'forbidden', panelName);
      if (command !== undefined)
        return carriedOut(commands, stanza, command, { domain, jid: `${userName}@${domain}` });
      if (named !== undefined) return resultOf(stanza, infoOf(info, named), panelName);
      return resultOf(stanza, listOf(commands), panelName);
    })();
  };
}

async function carriedOut(
  commands: ReadonlyMap<string, RemoteCommand>,
  stanza: Element,
  { attributes: { node = '', action = 'execute' }, children }: Element,
  who: { readonly domain: string; readonly jid: string },
): Promise<string> {
  const command = commands.get(node);
  if (command === undefined) return refusalOf(stanza, 'cancel', 'item-not-found', panelName);
  const answer = (status: string, content: string): string =>
    resultOf(
      stanza,
      `<command xmlns='${COMMANDS}' node='${escaped(node)}' sessionid='1' status='${status}'>${content}</command>`,
      panelName,
    );
  if (action === 'cancel') return answer('canceled', '');
  const form = children.find(({ name, namespace }) => name === 'x' && namespace === DATA);
  if (command.asks !== null && form === undefined) return answer('executing', formOf(command, command.asks));
  const text = textIn(form);
  if (command.asks !== null && text === '') return refusalOf(stanza, 'modify', 'bad-request', panelName);
  const content = await command.run({ text, ...who });
  return content === null
    ? refusalOf(stanza, 'modify', 'not-acceptable', panelName)
    : answer('completed', content);
}

function formOf({ name }: RemoteCommand, label: string): string {
  return (
    `<actions execute='complete'><complete/></actions><x xmlns='${DATA}' type='form'><title>${escaped(name)}</title>` +
    `<field type='hidden' var='FORM_TYPE'><value>http://jabber.org/protocol/admin</value></field>` +
    `<field type='text-multi' var='announcement' label='${escaped(label)}'><required/></field></x>`
  );
}

/** The text of a form: each line is a value (XEP-0004, 3.3). */
function textIn(form: Element | undefined): string {
  const field = form?.children.find(({ attributes }) =>
    ['announcement', 'motd'].includes(attributes.var ?? ''),
  );
  return (field?.children ?? [])
    .filter(({ name }) => name === 'value')
    .map(({ text }) => text)
    .join('\n')
    .trim();
}

function infoOf(query: Element | undefined, { name }: RemoteCommand): string {
  const node = escaped(query?.attributes.node ?? '');
  return (
    `<query xmlns='${namespaces.discoInfo}' node='${node}'>` +
    `<identity category='automation' type='command-node' name='${escaped(name)}'/>` +
    `<feature var='${COMMANDS}'/><feature var='${DATA}'/></query>`
  );
}

function listOf(commands: ReadonlyMap<string, RemoteCommand>): string {
  const items = [...commands].map(
    ([node, { name }]) => `<item jid='${panelName}' node='${node}' name='${escaped(name)}'/>`,
  );
  return `<query xmlns='${namespaces.discoItems}' node='${COMMANDS}'>${items.join('')}</query>`;
}
