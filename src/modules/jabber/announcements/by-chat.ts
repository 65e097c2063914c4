import type { Actor, Permission } from '../../../core/act.js';
import type { Frame } from '../../../core/module/index.js';
import { isAdministrator } from '../facts.js';
import { panelName } from '../domain.js';
import { settingsForm } from '../settings.js';
import { childOf, namespaces, type Element } from '../xmpp/element.js';
import { refusalOf, type Taker } from '../xmpp/takers.js';
import { textOf, type Announcement } from './announcement.js';
import { announcementsOf } from './announcements.js';
import type { AnnouncementActs } from './acts.js';
import { Unbelieved } from './unbelieved.js';

/**
 * Messages to `DOMAIN/announce/online` (everybody who is connected) and `DOMAIN/announce` (message of the day), which the
 * router sends here (router-filter.xml). Only what sm sends is looked at: there the sender is who signed in. Whether the
 * sender is an administrator, the directory says now.
 */
export function announcesByChat(frame: Pick<Frame, 'machine' | 'active'>, acts: AnnouncementActs): Taker {
  const unbelieved = new Unbelieved(frame.machine);
  return ({ from, stanza }) => {
    const domain = domainOf(frame);
    const { to = '', from: sender = '', type } = stanza.attributes;
    const [host = '', ...resource] = to.split('/');
    if (stanza.name !== 'message' || host !== domain) return null;
    const userName = userOf(sender, domain);
    if (from === 'c2s' && resource[0] === 'announce') unbelieved.note(sender);
    if (from !== 'sm' || userName === null || type === 'error') return Promise.resolve('');
    return answerTo(frame, acts, { stanza, userName, place: resource.join('/') });
  };
}

interface Asked {
  readonly stanza: Element;
  readonly userName: string;
  /** The resource of the domain that it was sent to. */
  readonly place: string;
}

async function answerTo(
  frame: Pick<Frame, 'machine'>,
  acts: AnnouncementActs,
  { stanza, userName, place }: Asked,
): Promise<string> {
  const refused = (action: 'auth' | 'cancel' | 'modify', condition: string): string =>
    refusalOf(stanza, action, condition, panelName);
  if (place !== 'announce' && !place.startsWith('announce/')) return refused('cancel', 'service-unavailable');
  const text = childOf(stanza, 'body', namespaces.client)?.text ?? '';
  // Such as "is typing".
  if (text === '') return '';
  if (!(await isAdministrator(frame.machine.directory, userName))) return refused('auth', 'forbidden');
  const [jid = ''] = (stanza.attributes.from ?? '').split('/');
  switch (place) {
    case 'announce/online':
      return (await announceNow(acts, text, jid)) ? '' : refused('modify', 'not-acceptable');
    case 'announce':
    case 'announce/motd':
      return (await setOfTheDay(frame, acts, text, jid)) ? '' : refused('modify', 'not-acceptable');
    default:
      return refused('cancel', 'item-not-found');
  }
}

/** Announces to everybody who is connected. Returns whether it was possible. */
export async function announceNow(acts: AnnouncementActs, text: string, jid: string): Promise<boolean> {
  const came = await acts.announce.request({ text, period: null }, permissionOf(jid));
  return came.kind === 'announced';
}

/**
 * Sets the message of the day: it has no end, and takes the place of the one that was set so before. Returns whether it was
 * possible.
 */
export async function setOfTheDay(
  { machine }: Pick<Frame, 'machine'>,
  acts: AnnouncementActs,
  text: string,
  jid: string,
): Promise<boolean> {
  const before = (await openEnded(machine))[0];
  if (before !== undefined && textOf(before) !== text) {
    const period = { from: before.from, until: null };
    return (await acts.change.request({ id: before.id, text, period }, permissionOf(jid))).kind === 'changed';
  }
  if (before !== undefined) return true;
  const period = { from: machine.clock.now().toISOString(), until: null };
  return (await acts.announce.request({ text, period }, permissionOf(jid))).kind === 'announced';
}

/** Withdraws the message of the day that has no end. Returns whether there was one. */
export async function endOfTheDay(
  { machine }: Pick<Frame, 'machine'>,
  acts: AnnouncementActs,
  jid: string,
): Promise<boolean> {
  const open = await openEnded(machine);
  for (const { id } of open) await acts.withdraw.request({ id }, permissionOf(jid));
  return open.length > 0;
}

async function openEnded(machine: Frame['machine']): Promise<readonly Announcement[]> {
  const announcements = announcementsOf(machine);
  return (await announcements.all()).filter(
    (one) => one.kind === 'day' && one.until === null && announcements.standingOf(one) === 'active',
  );
}

/** Who writes to the announcement's address has decided: nothing more is asked. */
function permissionOf(jid: string): Permission {
  const actor: Actor = { who: jid, from: '', session: '' };
  return { actor, isSteppedUp: true, answer: -1 };
}

/** The domain that is served; null while the module is off. */
export function domainOf(frame: Pick<Frame, 'active'>): string | null {
  const settings = frame.active();
  return settings === null ? null : settingsForm.schema.parse(settings).domain;
}

/** The user name of a JID of the domain; null of any other. */
export function userOf(jid: string, domain: string): string | null {
  const [bare = ''] = jid.split('/');
  const at = bare.indexOf('@');
  return at > 0 && bare.slice(at + 1) === domain ? bare.slice(0, at) : null;
}
