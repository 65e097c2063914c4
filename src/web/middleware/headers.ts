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
  const usual = helmetFor(config.secure, false);
  const strict = helmetFor(config.secure, config.secure);
  return [
    (request, response, next) => {
      // Asked each time: a certificate is replaced while the panel runs.
      (config.trusted ? strict : usual)(request, response, next);
    },
    (_request, response, next) => {
      response.setHeader('Permissions-Policy', 'geolocation=(), camera=(), microphone=()');
      response.setHeader('Cache-Control', 'no-store');
      next();
    },
  ];
}

/** @param stay tells the browser to use nothing but TLS with this host from now on (HSTS, RFC 6797) */
function helmetFor(secure: boolean, stay: boolean): ReturnType<typeof helmet> {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: secure ? { ...policy, upgradeInsecureRequests: [] } : policy,
    },
    strictTransportSecurity: stay ? { maxAge: 31_536_000, includeSubDomains: false } : false,
    referrerPolicy: { policy: 'no-referrer' },
    xFrameOptions: { action: 'deny' },
    crossOriginOpenerPolicy: { policy: 'same-origin' },
    crossOriginResourcePolicy: { policy: 'same-origin' },
    originAgentCluster: false,
    xDnsPrefetchControl: false,
    xDownloadOptions: false,
    xPermittedCrossDomainPolicies: false,
    xXssProtection: false,
  });
}
