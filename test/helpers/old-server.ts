import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { TestContext } from 'node:test';
import { xml } from '@xmpp/client';
import { execa } from 'execa';
import { lookUpAccounts } from './accounts.js';
import { eventually } from './eventually.js';
import { temporaryFolder } from './folder.js';
import { freePort } from './ports.js';
import { signIn } from './xmpp-client.js';

/** The password of everybody on an {@link OldServer}. */
export const oldPassword = 'an old password';

/** Debian's jabberd2 and mu-conference as somebody set them up by hand: files as shipped, edited where one has to. */
export interface OldServer {
  /** Stands for `/`: `etc/jabberd2`, `var/lib/jabberd2`, `var/spool/jabber-muc` are below it. */
  readonly root: string;
  readonly domain: string;
  readonly port: number;
  /** Starts its daemons, and returns when they serve. */
  start(): Promise<void>;
  /** Ends them. */
  stop(): Promise<void>;
}

const shipped = fileURLToPath(new URL('../fixtures/debian-jabberd2', import.meta.url));

/** How its files are edited: file name → text → text, on top of what makes it run in a folder of its own. */
export type Edits = Readonly<Record<string, (text: string) => string>>;

/**
 * Sets one up with SQLite storage, for users `alice`, `bob` and `carol` with {@link oldPassword}. It runs as `jabber`
 * when the tests run as root, and is ended after the test.
 */
export async function setUpOldServer(
  context: TestContext,
  { domain = 'old.lan', edits = {} }: { readonly domain?: string; readonly edits?: Edits } = {},
): Promise<OldServer> {
  const root = await temporaryFolder(context);
  const port = await freePort();
  const routerPort = await freePort();
  const serverPort = await freePort();
  const place = (text: string): string =>
    text
      .replaceAll('/etc/jabberd2/', `${root}/etc/jabberd2/`)
      .replaceAll('/var/', `${root}/var/`)
      .replaceAll('<port>5347</port>', `<port>${routerPort}</port>`)
      .replaceAll('<port>5222</port>', `<port>${port}</port>`)
      .replace(/<port>5269<\/port>/, `<port>${serverPort}</port>`)
      .replaceAll('<ip>0.0.0.0</ip>', '<ip>127.0.0.1</ip>')
      .replaceAll('<ip>localhost</ip>', '<ip>127.0.0.1</ip>')
      .replaceAll('localhost.localdomain', domain)
      .replaceAll('conference.localhost', `conference.${domain}`)
      .replaceAll('admin@localhost', `admin@${domain}`);
  await mkdir(`${root}/etc/jabberd2`, { recursive: true });
  for (const name of await readdir(shipped)) {
    if (!name.endsWith('.xml')) continue;
    const text = place(await readFile(`${shipped}/${name}`, 'utf8'));
    await writeFile(`${root}/etc/jabberd2/${name}`, edits[name]?.(text) ?? text);
  }
  const chat = (await lookUpAccounts()).of('chat');
  const folders = ['var/lib/jabberd2', 'var/log/jabberd2', 'var/run/jabberd2', 'var/spool/jabber-muc/rooms'];
  for (const folder of [...folders, 'var/spool/jabber-muc/rooms-logs']) {
    await mkdir(`${root}/${folder}`, { recursive: true });
    await chown(`${root}/${folder}`, chat.uid, chat.gid);
    await chmod(`${root}/${folder}`, 0o750);
  }
  const database = `${root}/var/lib/jabberd2/sqlite.db`;
  const users = ['alice', 'bob', 'carol'].flatMap((name) => [
    `insert into authreg values ('${name}', '${domain}', '${oldPassword}');`,
    `insert into active ("collection-owner", "time") values ('${name}@${domain}', 1);`,
  ]);
  const tables = await readFile(`${shipped}/db-setup.sqlite`, 'utf8');
  await execa('/usr/bin/sqlite3', ['-bail', database], {
    input: [tables, ...users].join('\n'),
    uid: chat.uid,
    gid: chat.gid,
  });

  const running: { child: ReturnType<typeof spawn>; ended: Promise<unknown> }[] = [];
  const launch = (program: string, file: string): void => {
    const child = spawn(`/usr/sbin/${program}`, ['-c', `${root}/etc/jabberd2/${file}`], {
      uid: chat.uid,
      gid: chat.gid,
      stdio: 'ignore',
      cwd: root,
    });
    running.push({ child, ended: once(child, 'exit') });
  };
  const stop = async (): Promise<void> => {
    for (const { child, ended } of running.splice(0).reverse()) {
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), 8000);
      await ended;
      clearTimeout(timer);
    }
  };
  context.after(stop);
  return {
    root,
    domain,
    port,
    async start() {
      launch('jabberd2-router', 'router.xml');
      await eventually(() => listens(routerPort));
      launch('jabberd2-sm', 'sm.xml');
      launch('mu-conference', 'muc.xml');
      launch('jabberd2-c2s', 'c2s.xml');
      await eventually(() => listens(port));
    },
    stop,
  };
}

async function listens(port: number): Promise<void> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  socket.destroy();
}

const MUC = 'http://jabber.org/protocol/muc';

/** `alice` adds `bob` to her contacts, writes to him, who is not there, and makes a permanent room of this name. */
export async function chatOn(context: TestContext, { port, domain }: OldServer, room: string): Promise<void> {
  const account = { port, domain, username: 'alice', password: oldPassword };
  const alice = await eventually(() => signIn(context, account));
  await alice.xmpp.send(xml('presence'));
  const item = xml('item', { jid: `bob@${domain}`, name: 'Bob' }, xml('group', {}, 'Friends'));
  const query = xml('query', { xmlns: 'jabber:iq:roster' }, item);
  await alice.xmpp.iqCaller.request(xml('iq', { type: 'set', id: 'add' }, query));
  await alice.xmpp.send(
    xml('message', { to: `bob@${domain}`, type: 'chat' }, xml('body', {}, 'for later, O’Brien <&>')),
  );
  await eventually(async () => {
    await alice.xmpp.send(xml('presence', { to: `${room}/nick` }, xml('x', { xmlns: MUC })));
    await alice.stanza((stanza) => stanza.is('presence') && stanza.attrs['from'] === `${room}/nick`);
  });
  const field = (name: string, value: string): ReturnType<typeof xml> =>
    xml('field', { var: name }, xml('value', {}, value));
  const form = xml(
    'x',
    { xmlns: 'jabber:x:data', type: 'submit' },
    field('FORM_TYPE', `${MUC}#roomconfig`),
    field('muc#roomconfig_persistentroom', '1'),
    field('muc#roomconfig_publicroom', '1'),
    field('muc#roomconfig_roomname', 'Tea & cake'),
  );
  const configure = xml('query', { xmlns: `${MUC}#owner` }, form);
  await alice.xmpp.iqCaller.request(xml('iq', { type: 'set', to: room, id: 'configure' }, configure));
  await alice.xmpp.stop();
}
