import { once } from 'node:events';
import { createServer as createHttpServer, type Server } from 'node:http';
import { createServer as createHttpsServer, type Server as SecureServer } from 'node:https';
import type { Express } from 'express';

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
const CONNECTIONS = 200;

/** What the panel offers browsers at least: TLS 1.2 (RFC 9325, 3.1.1). */
const oldest = { minVersion: 'TLSv1.2' } as const;

/**
 * Listens for HTTP, with limits: 10 s for headers, 30 s for a request, 200 connections.
 * @throws the listening error, e.g. with code EADDRINUSE
 */
export async function serve(app: Express, listen: Listen): Promise<Server> {
  return listening(createHttpServer(limits, app), listen);
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
  const server: SecureServer = createHttpsServer(
    { ...limits, handshakeTimeout: 10_000, ...contextOf(pem) },
    app,
  );
  await listening(server, listen);
  return { server, show: (text) => server.setSecureContext(contextOf(text)) };
}

async function listening<S extends Server | SecureServer>(server: S, { host, port }: Listen): Promise<S> {
  server.maxConnections = CONNECTIONS;
  server.listen(host === '*' ? { port } : { host, port });
  await once(server, 'listening');
  return server;
}
