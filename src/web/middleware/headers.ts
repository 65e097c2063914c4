import type { RequestHandler } from 'express';
import helmet from 'helmet';
import type { WebConfig } from '../deps.js';

const policy = {
  defaultSrc: ["'none'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'"],
  imgSrc: ["'self'", 'data:'],
  fontSrc: ["'self'"],
  connectSrc: ["'self'"],
  formAction: ["'self'"],
  baseUri: ["'none'"],
  frameAncestors: ["'none'"],
  objectSrc: ["'none'"],
};

/** The headers of every answer: exactly those of security.md, section 4. */
export function securityHeaders(config: Pick<WebConfig, 'secure' | 'trusted'>): RequestHandler[] {
  return [
    helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: config.secure ? { ...policy, upgradeInsecureRequests: [] } : policy,
      },
      strictTransportSecurity:
        config.secure && config.trusted ? { maxAge: 31_536_000, includeSubDomains: false } : false,
      referrerPolicy: { policy: 'no-referrer' },
      xFrameOptions: { action: 'deny' },
      crossOriginOpenerPolicy: { policy: 'same-origin' },
      crossOriginResourcePolicy: { policy: 'same-origin' },
      originAgentCluster: false,
      xDnsPrefetchControl: false,
      xDownloadOptions: false,
      xPermittedCrossDomainPolicies: false,
      xXssProtection: false,
    }),
    (_request, response, next) => {
      response.setHeader('Permissions-Policy', 'geolocation=(), camera=(), microphone=()');
      response.setHeader('Cache-Control', 'no-store');
      next();
    },
  ];
}
