import type { RequestHandler } from 'express';
import { PanelError } from '../../errors.js';
import type { WebConfig } from '../deps.js';

/**
 * Answers only under the names that are the panel's: a page of another site whose name was made to resolve to this
 * machine (DNS rebinding) gets nothing. The port is not looked at, so that it may be forwarded.
 */
export function knownHosts(config: Pick<WebConfig, 'hosts'>): RequestHandler {
  return (request, _response, next) => {
    if (!config.hosts.includes(hostNameOf(request.headers.host ?? ''))) throw new PanelError('unknown-host');
    next();
  };
}

function hostNameOf(host: string): string {
  const match = /^(?:\[([0-9a-f:.]+)\]|([a-z0-9._-]+))(?::\d{1,5})?$/i.exec(host);
  return (match?.[1] ?? match?.[2] ?? '').toLowerCase();
}
