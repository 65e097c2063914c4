import { createServer, connect, type Server, type Socket } from 'node:net';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestContext } from 'node:test';

/** A server on a unix socket in a folder of its own; gone after the test. */
export interface SocketServer {
  readonly socket: string;
  /** How many connections were opened. */
  connections(): number;
}

async function listen(context: TestContext, onConnection: (socket: Socket) => void): Promise<SocketServer> {
  const folder = await mkdtemp('/tmp/ebox-ldap-');
  const socket = join(folder, 'ldapi');
  const open = new Set<Socket>();
  let count = 0;
  const server: Server = createServer((one) => {
    count += 1;
    open.add(one);
    one.on('error', () => one.destroy());
    one.on('close', () => open.delete(one));
    onConnection(one);
  });
  server.listen(socket);
  await once(server, 'listening');
  context.after(async () => {
    for (const one of open) one.destroy();
    server.close();
    await once(server, 'close');
    await rm(folder, { recursive: true });
  });
  return { socket, connections: () => count };
}

/** Request → response tags of the operations (RFC 4511, 4.2 to 4.12). */
const responseTags: Readonly<Record<number, number>> = {
  0x60: 0x61,
  0x63: 0x65,
  0x66: 0x67,
  0x68: 0x69,
  0x4a: 0x6b,
  0x6c: 0x6d,
  0x77: 0x78,
};

/**
 * An LDAP server that accepts every bind but those with an unwanted password and answers everything else with one
 * result code. It understands messages of less than 64 KB that come whole.
 */
export function startFakeLdap(
  context: TestContext,
  options: {
    code: number;
    says?: string;
    bindCode?: number;
  },
): Promise<SocketServer> {
  return listen(context, (socket) => {
    socket.on('data', (data: Buffer) => {
      for (let rest = data; rest.length > 2;) {
        const long = rest.readUInt8(1) > 0x80 ? rest.readUInt8(1) - 0x80 : 0;
        const length = long === 0 ? rest.readUInt8(1) : rest.readUIntBE(2, long);
        const body = rest.subarray(2 + long, 2 + long + length);
        rest = rest.subarray(2 + long + length);
        const idLength = body.readUInt8(1);
        const request = body.readUInt8(2 + idLength);
        const tag = responseTags[request];
        if (tag === undefined) continue;
        const code = request === 0x60 ? (options.bindCode ?? 0) : options.code;
        socket.write(answer(body.subarray(0, 2 + idLength), tag, code, options.says ?? ''));
      }
    });
  });
}

function answer(id: Buffer, tag: number, code: number, says: string): Buffer {
  const codeBytes = code > 0x7f ? [0x0a, 2, code >> 8, code & 0xff] : [0x0a, 1, code];
  const text = Buffer.from(says, 'utf8');
  const result = Buffer.concat([Buffer.from([...codeBytes, 0x04, 0, 0x04, text.length]), text]);
  const operation = Buffer.concat([Buffer.from([tag, result.length]), result]);
  return Buffer.concat([Buffer.from([0x30, id.length + operation.length]), id, operation]);
}

/** Passes everything on to `target`, and cuts both sides after so many bytes to or from it. */
export function startCuttingProxy(
  context: TestContext,
  target: string,
  limits: { toServer?: number; toClient?: number },
): Promise<SocketServer> {
  return listen(context, (client) => {
    const server = connect(target);
    let sent = 0;
    let received = 0;
    const cut = (): void => {
      client.destroy();
      server.destroy();
    };
    server.on('error', cut);
    client.on('close', cut);
    server.on('close', cut);
    client.on('data', (data) => {
      const room = (limits.toServer ?? Infinity) - sent;
      sent += data.length;
      server.write(data.subarray(0, Math.max(0, room)));
      if (data.length >= room) server.end();
    });
    server.on('data', (data) => {
      const room = (limits.toClient ?? Infinity) - received;
      received += data.length;
      client.write(data.subarray(0, Math.max(0, room)));
      if (data.length >= room) cut();
    });
  });
}
