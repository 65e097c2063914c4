import { randomBytes } from 'node:crypto';
import { tree, type DistinguishedName } from '../../core/directory.js';
import type { ProbeDeclaration } from '../../core/module.js';
import type { Directory, Machine } from '../../core/ports.js';
import { Mutex } from '../../core/mutex.js';
import { Secret } from '../../core/secret.js';
import { probeUserName } from '../../core/user-name.js';
import { PanelError } from '../../errors.js';
import { jabberAccount } from './account.js';
import type { JabberFacts } from './facts.js';
import type { JabberSettings } from './settings.js';
import { openClientStream, startTls, type ClientStream, type ClientTarget } from './xmpp/client-stream.js';
import { namespaces } from './xmpp/element.js';

/** Seconds that each wait may take. */
const SECONDS = 3;
/** Two looks at once would take each other's user away. */
const oneAtATime = new Mutex();
const probeName: DistinguishedName = [{ type: 'uid', value: probeUserName }, ...tree.users];

/**
 * Signs in through the whole chain (client port, relay, sign-in service, directory) as a user who is made for it with a
 * random password and taken away again. Nobody else's password is known to the panel.
 */
export const signInProbe: ProbeDeclaration<JabberSettings, JabberFacts> = {
  name: 'sign-in',
  setting: '',
  title: 'Signing in',
  look: ({ machine, settings }) => oneAtATime.run(() => look(machine, settings)),
};

async function look(machine: Machine, settings: JabberSettings): Promise<string> {
  const password = new Secret(randomBytes(16).toString('hex'));
  await removeProbe(machine.directory);
  await addProbe(machine.directory, password);
  try {
    const started = machine.clock.monotonic();
    await signIn(machine, settings, password);
    const milliseconds = Math.round(machine.clock.monotonic() - started);
    return `A user with a Jabber account signs in, in ${milliseconds} ms.`;
  } finally {
    await removeProbe(machine.directory);
  }
}

async function signIn(
  { network, layout }: Machine,
  { domain, ssl }: JabberSettings,
  password: Secret,
): Promise<void> {
  const target: ClientTarget = { network, port: layout.ports.client, domain, seconds: SECONDS };
  let opened: ClientStream = await openClientStream(target);
  try {
    if (ssl !== 'disabled') opened = await startTls(opened, target);
    const credentials = Buffer.from(`\0${probeUserName}\0${password.reveal()}`).toString('base64');
    await opened.stream.send(`<auth xmlns='${namespaces.sasl}' mechanism='PLAIN'>${credentials}</auth>`);
    const answer = await opened.stream.next(SECONDS);
    if (answer.name !== 'success') {
      throw new Error(
        `A user with a Jabber account and the right password is refused (${answer.children[0]?.name ?? answer.name}).`,
      );
    }
  } finally {
    opened.stream.close();
  }
}

async function addProbe(directory: Directory, password: Secret): Promise<void> {
  const account = jabberAccount.attributes(probeUserName, { account: 'enabled', administrator: false });
  await directory.add(probeName, {
    ...account,
    objectClass: ['inetOrgPerson', 'posixAccount', ...(account['objectClass'] ?? [])],
    uid: [probeUserName],
    cn: ['Sign-in test of the panel'],
    sn: ['Test'],
    uidNumber: ['65533'],
    gidNumber: ['65533'],
    homeDirectory: ['/nonexistent'],
    userPassword: [password.reveal()],
  });
}

/** Also removes one that a crash in the middle of a look has left. */
async function removeProbe(directory: Directory): Promise<void> {
  try {
    await directory.remove(probeName);
  } catch (error) {
    if (!(error instanceof PanelError) || error.code !== 'directory-no-such-entry') throw error;
  }
}
