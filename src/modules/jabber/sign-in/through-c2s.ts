import type { Standing } from '../../../core/module/index.js';
import type { Machine } from '../../../core/ports.js';
import { say } from '../../../core/words/sentence.js';
import { LastingTrouble, Trouble } from '../../../errors.js';
import type { JabberSettings } from '../settings.js';
import { openClientStream, startTls, type ClientStream, type ClientTarget } from '../xmpp/client-stream.js';
import { namespaces } from '../xmpp/element.js';
import { askSignIn } from './ask.js';
import { ONE_TIME_NAME, type OneTimePassword } from './one-time-passwords.js';
import { FATE, HERE, ONE_TIME, RELAY } from './questions.js';
import { portsOf } from '../ports.js';

/** Seconds that each wait may take. */
const SECONDS = 2;

/** What is said of a c2s whose relay has ended. */
export const CUT_OFF = say`nobody can sign in, because c2s does not reach the chat sign-in. If the program between them (the relay) has ended, the panel restarts c2s within 20 seconds.`;

/**
 * What a sign-in through c2s came to: `cut-off` is one that was refused without having been asked for, `untried` one for
 * which the chat sign-in, which may be away, gave no password.
 */
export type SignInLook = 'signed-in' | 'cut-off' | 'untried';

/**
 * Signs in through c2s under a name that no user has, with a one-time password, and leaves before there is a session: no
 * user, nothing in the storage and nothing in the directory comes of it. The directory need not be well for it.
 * @throws Error with the reason when c2s does not answer; LastingTrouble when it lets nobody try
 */
export async function signInThroughC2s(
  machine: Machine,
  { domain, ssl }: Pick<JabberSettings, 'domain' | 'ssl'>,
): Promise<SignInLook> {
  const { network, layout } = machine;
  const target: ClientTarget = { network, port: portsOf(layout).client, domain, seconds: SECONDS };
  let opened = await openClientStream(target);
  try {
    if (ssl !== 'disabled') {
      if (opened.offer.startTls === 'none') throw new LastingTrouble(say`It offers no encryption.`);
      opened = await startTls(opened, target);
    }
    if (!opened.offer.mechanisms.includes('PLAIN')) throw new LastingTrouble(say`It offers no sign-in.`);
    const credentials = await oneTimePassword(machine);
    if (credentials === null) return 'untried';
    if (await isLetIn(opened, credentials)) return 'signed-in';
    const fate = await askSignIn(machine, `${FATE} ${credentials.name}`);
    if (fate === 'asked') throw new Trouble(say`It refuses a correct password.`);
    return fate === 'waiting' ? 'cut-off' : 'untried';
  } finally {
    opened.stream.close();
  }
}

/** Whether c2s must be started again because its relay has ended. Cheap as long as a relay is there. */
export async function standingOfC2s(
  machine: Machine,
  settings: Pick<JabberSettings, 'domain' | 'ssl'>,
): Promise<Standing> {
  const relay = await askSignIn(machine, RELAY);
  if (relay === HERE) return 'well';
  // An older service, until the next save, knows nothing of relays.
  if (relay !== 'GONE') return 'unknown';
  const look = await signInThroughC2s(machine, settings);
  return ({ 'signed-in': 'well', 'cut-off': 'must-restart', untried: 'unknown' } as const)[look];
}

/** Whether the chat sign-in that runs is one, from before an upgrade, that gives no one-time passwords. */
export async function isOlderService(machine: Machine): Promise<boolean> {
  return (await askSignIn(machine, RELAY).catch(() => '')) === 'NO';
}

async function isLetIn({ stream }: ClientStream, { name, password }: OneTimePassword): Promise<boolean> {
  const credentials = Buffer.from(`\0${name}\0${password}`).toString('base64');
  await stream.send(`<auth xmlns='${namespaces.sasl}' mechanism='PLAIN'>${credentials}</auth>`);
  return (await stream.next(SECONDS)).name === 'success';
}

/** Null when the service is away, or is an older one that has none. */
async function oneTimePassword(machine: Machine): Promise<OneTimePassword | null> {
  const answer = await askSignIn(machine, ONE_TIME).catch(() => '');
  const [name = '', password = '', ...more] = answer.split(' ');
  return ONE_TIME_NAME.test(name) && /^[0-9a-f]{64}$/.test(password) && more.length === 0
    ? { name, password }
    : null;
}
