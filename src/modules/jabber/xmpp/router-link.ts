import type { Network } from '../../../core/ports.js';
import type { Secret } from '../../../core/secret.js';
import { say } from '../../../core/words/sentence.js';
import { Trouble } from '../../../errors.js';
import { digestResponse } from './digest-md5.js';
import { namespaces, type Element } from './element.js';
import { XmppStream } from './stream.js';

/** Who connects to the router. */
export interface RouterAccess {
  readonly network: Network;
  /** The router's port on loopback. */
  readonly port: number;
  /** A user of router-users.xml; it may bind its own name. */
  readonly name: string;
  readonly secret: Secret;
}

/**
 * Connects to jabberd2's router by its own component protocol and binds a name there, as its sm does (sm/sm.c): a
 * stream of version 1.0, SASL DIGEST-MD5, a second stream, `<bind/>`.
 * @throws Trouble: no router, a wrong secret, or another program has the name (error 409)
 */
export async function connectToRouter(access: RouterAccess, seconds: number): Promise<XmppStream> {
  const stream = new XmppStream(
    await access.network.connect({ host: '127.0.0.1', port: access.port }, seconds),
  );
  try {
    await stream.open("version='1.0'", seconds);
    await stream.next(seconds);
    await signIn(stream, access, seconds);
    await stream.open("version='1.0'", seconds);
    await stream.next(seconds);
    await bind(stream, access.name, seconds);
    return stream;
  } catch (error) {
    stream.close();
    throw error;
  }
}

async function signIn(stream: XmppStream, { name, secret }: RouterAccess, seconds: number): Promise<void> {
  await stream.send(`<auth xmlns='${namespaces.sasl}' mechanism='DIGEST-MD5'/>`);
  const challenge = await answerTo(stream, 'challenge', seconds);
  const response = digestResponse(Buffer.from(challenge.text, 'base64').toString('utf8'), {
    user: name,
    password: secret.reveal(),
    uri: 'jabberd-router/jabberd-router',
  });
  await stream.send(
    `<response xmlns='${namespaces.sasl}'>${Buffer.from(response, 'utf8').toString('base64')}</response>`,
  );
  await answerTo(stream, 'success', seconds);
}

async function answerTo(stream: XmppStream, wanted: string, seconds: number): Promise<Element> {
  const answer = await stream.next(seconds);
  if (answer.name === 'failure') throw new Trouble(say`The router refused the secret.`);
  if (answer.name !== wanted)
    throw new Trouble(say`The router answered <${{ name: answer.name }}>, not <${{ wanted }}>.`);
  return answer;
}

async function bind(stream: XmppStream, name: string, seconds: number): Promise<void> {
  await stream.send(`<bind xmlns='${namespaces.component}' name='${name}'/>`);
  for (;;) {
    const answer = await stream.next(seconds);
    if (answer.name !== 'bind') continue;
    const error = answer.attributes.error;
    if (error === '409') throw new Trouble(say`Another program is connected to the router as ${{ name }}.`);
    if (error !== undefined)
      throw new Trouble(say`The router refused the name ${{ name }} (${{ code: error }}).`);
    return;
  }
}
