import { once } from 'node:events';
import {
  createServer as createHttpServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createHttpsServer, type Server as SecureServer } from 'node:https';
import type { Express } from 'express';
import { Connections, type Socket } from './connections.js';

/** Where to listen; host `*` is every address of the machine. */
export interface Listen {
  readonly host: string;
  readonly port: number;
}

/** Limits that keep a slow or greedy client from taking the panel away from the others. */
const limits = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  connectionsCheckingInterval: 1_000,
  keepAliveTimeout: 5_000,
};
/** Of strangers and of those who are signed in; {@link Connections} keeps places for the latter. */
const CONNECTIONS = 600;

/** What the panel offers browsers at least: TLS 1.2 (RFC 9325, 3.1.1). */
const oldest = { minVersion: 'TLSv1.2' } as const;

/**
 * Listens for HTTP, with limits: 10 s for headers, 30 s for a request, 600 connections, of which 400 are for strangers.
 * @throws the listening error, e.g. with code EADDRINUSE
 */
export async function serve(app: Express, listen: Listen): Promise<Server> {
  return listening(createHttpServer(limits), app, listen);
}

/** A panel that is served over HTTPS. */
export interface SecurePanel {
  readonly server: Server;
  /** Shows this certificate (PEM: chain and key) to whoever connects from now on. */
  readonly show: (pem: string) => void;
}

/**
 * Listens for HTTPS, with the limits of {@link serve}, and 10 s for a TLS handshake.
 * @param pem the certificate, its chain and its key
 * @throws the listening error, e.g. with code EADDRINUSE
 */
export async function serveSecurely(app: Express, listen: Listen, pem: string): Promise<SecurePanel> {
  const contextOf = (text: string) => ({ cert: text, key: text, ...oldest });
  const server: SecureServer = createHttpsServer({
    ...limits,
    handshakeTimeout: 10_000,
    ...contextOf(pem),
  });
  await listening(server, app, listen);
  return { server, show: (text) => server.setSecureContext(contextOf(text)) };
}

async function listening<S extends Server | SecureServer>(
  server: S,
  app: Express,
  { host, port }: Listen,
): Promise<S> {
  const connections = new Connections();
  server.on('connection', (socket: Socket) => connections.opened(socket));
  server.on('secureConnection', (socket: Socket) => connections.opened(socket));
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    connections.asked(request, response);
    app(request, response);
  });
  server.maxConnections = CONNECTIONS;
  server.listen(host === '*' ? { port } : { host, port });
  await once(server, 'listening');
  return server;
}
