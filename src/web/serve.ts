import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { Express } from 'express';

/**
 * Listens, with limits that keep a slow or greedy client from taking the panel away from the others: 10 s for headers,
 * 30 s for a request, 200 connections.
 * @throws the listening error, e.g. with code EADDRINUSE
 */
export async function serve(
  app: Express,
  listen: { readonly host: string; readonly port: number },
): Promise<Server> {
  const server = createServer(
    {
      headersTimeout: 10_000,
      requestTimeout: 30_000,
      connectionsCheckingInterval: 1_000,
      keepAliveTimeout: 5_000,
    },
    app,
  );
  server.maxConnections = 200;
  server.listen(listen);
  await once(server, 'listening');
  return server;
}
