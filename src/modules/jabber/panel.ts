import type { Machine } from '../../core/ports.js';
import { panelName, roomsAdministrator } from './domain.js';
import { ClientQuestions } from './xmpp/client-questions.js';
import { FakeSessions } from './xmpp/fake-sessions.js';
import { PanelComponent } from './xmpp/panel-component.js';
import { RoomList } from './xmpp/room-list.js';
import { RoomQuestions } from './xmpp/room-question.js';
import { RoomVisits } from './xmpp/room-visit.js';
import { RouterComponent } from './xmpp/router-component.js';
import { Letters } from './xmpp/letters.js';
import { ownDisco } from './xmpp/own-disco.js';
import { ServerQuestions } from './xmpp/server-question.js';
import { tellSessions } from './xmpp/session-messages.js';
import { SessionEnds } from './xmpp/session-end.js';
import type { Takers } from './xmpp/takers.js';
import { portsOf } from './ports.js';

/** The secret that the panel is let in with. */
export const PANEL_SECRET = 'router-panel';

/** Seconds for the router to let the panel in. */
const SECONDS = 3;
/** What clients call it in a list of services. */
const TITLE = 'Server administration';
/** XEP-0050; see announcements/remote-commands.ts. */
const COMMANDS = 'http://jabber.org/protocol/commands';

/** What the panel is on a chat server: one connection, and what it is used for. */
interface OnServer {
  readonly component: RouterComponent;
  readonly panel: PanelComponent;
  readonly rooms: RoomList;
  readonly visits: RoomVisits;
  readonly ends: SessionEnds;
  readonly clients: ClientQuestions;
  readonly letters: Letters;
  readonly fakes: FakeSessions;
  readonly servers: ServerQuestions;
}

const known = new WeakMap<Machine, OnServer>();

/** The panel's component on this machine's chat server: one for each machine, made when it is first asked for. */
export function panelOf(machine: Machine): PanelComponent {
  return onServer(machine).panel;
}

/** The panel as an administrator of this machine's chat rooms. */
export function roomVisitsOf(machine: Machine): RoomVisits {
  return onServer(machine).visits;
}

/** What this machine's chat rooms say of themselves. */
export function roomListOf(machine: Machine): RoomList {
  return onServer(machine).rooms;
}

/** Who takes what others send to the panel on this machine's chat server. */
export function takersOf(machine: Machine): Takers {
  return onServer(machine).component.takers;
}

/** The chat server's own messages to sessions. */
export function lettersOf(machine: Machine): Letters {
  return onServer(machine).letters;
}

/** Connects the panel to the chat server where it is not connected. Throws an Error with the reason. */
export async function connectPanel(machine: Machine): Promise<void> {
  await onServer(machine).component.connect(SECONDS);
}

/** Sends a message to sessions of a domain; see {@link tellSessions}. */
export function tellSessionsOf(
  machine: Machine,
  domain: string,
  jids: readonly string[],
  text: string,
): Promise<readonly string[]> {
  return tellSessions(onServer(machine), { domain, jids }, text, SECONDS);
}

/** Sends a message to every session of a domain. Throws an Error with the reason. */
export async function tellEverybody(machine: Machine, domain: string, text: string): Promise<void> {
  await tellSessionsOf(machine, domain, await panelOf(machine).sessions(domain, SECONDS), text);
}

/** Sends a stanza to a domain, in whose name or that of whose users it is. Throws an Error with the reason. */
export async function tellDomain(machine: Machine, domain: string, stanza: string): Promise<void> {
  await onServer(machine).component.tell(domain, stanza, SECONDS);
}

/** How the panel asks the clients of sessions. */
export function clientQuestionsOf(machine: Machine): ClientQuestions {
  return onServer(machine).clients;
}

/** The panel's sessions in the name of users of this machine's chat server. */
export function fakeSessionsOf(machine: Machine): FakeSessions {
  return onServer(machine).fakes;
}

/** How the panel asks other servers. */
export function serverQuestionsOf(machine: Machine): ServerQuestions {
  return onServer(machine).servers;
}

/** How the panel ends sessions on this machine's chat server. */
export function sessionEndsOf(machine: Machine): SessionEnds {
  return onServer(machine).ends;
}

function onServer(machine: Machine): OnServer {
  const there = known.get(machine);
  if (there !== undefined) return there;
  const component = new RouterComponent({
    network: machine.network,
    // Before the first save the router may get another port.
    get port() {
      return portsOf(machine.layout).router;
    },
    name: panelName,
    secret: () => machine.secrets.named(PANEL_SECRET),
    log: machine.log,
  });
  component.takers.add(ownDisco({ jid: panelName, title: TITLE, features: [COMMANDS] }));
  const fakes = new FakeSessions(component);
  const panel = new PanelComponent(component, fakes);
  const questions = new RoomQuestions(component, roomsAdministrator);
  const made = {
    component,
    panel,
    fakes,
    rooms: new RoomList(questions),
    visits: new RoomVisits(questions),
    ends: new SessionEnds(component, panel),
    clients: new ClientQuestions(component),
    letters: new Letters(component),
    servers: new ServerQuestions(component),
  };
  known.set(machine, made);
  return made;
}

/** Ends the panel's connection to the chat server, if there is one: the process can end, another panel can connect. */
export async function disconnectPanel(machine: Machine): Promise<void> {
  await known.get(machine)?.panel.close();
}
