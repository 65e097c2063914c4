import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { z } from 'zod';
import { passage, say } from './core/words/sentence.js';
import { heard, told } from './core/words/told.js';
import { PanelError } from './errors.js';
import type { Ports } from './core/layout.js';
import { isLoopback } from './core/loopback.js';
import type { PortsDeclaration } from './core/module/index.js';
import { Secret } from './core/secret.js';

/** What the environment says. */
export interface Config {
  /** The address and the port that the panel listens on. `*` is every address; without TLS it is on loopback. */
  readonly listen: { readonly host: string; readonly port: number };
  /** The PEM file (chain and key) that the panel speaks HTTPS with; null when it speaks HTTP. */
  readonly tls: string | null;
  /** Absolute path of the state folder. */
  readonly state: string;
  /** Path of the helper's socket: the panel then needs no privilege. Null when it does all by itself. */
  readonly helper: string | null;
  /** Who keeps the daemons running: s6, which the panel starts, or systemd, with the units of the Debian package. */
  readonly supervisor: 's6' | 'systemd';
  /** Path of the list with which root allows certificates. Only the helper and root at the terminal look at it. */
  readonly allowedCertificates: string;
  /** The administrator's first password, taken only when there is none yet. */
  readonly firstPassword: Secret | null;
  /** The command that sets the administrator's password. With it the panel makes none, and shows the command instead. */
  readonly passwordCommand: string | null;
  /** Host names, beside the listening address, under which the panel may be opened. */
  readonly hosts: readonly string[];
  /** The ports that the modules' daemons listen on, but for those that the machine chooses. */
  readonly ports: Ports;
}

const port = z.coerce.number().int().min(1).max(65_535);

/** Whether only this machine can reach what listens there. */
export function isLocal(host: string): boolean {
  return host === 'localhost' || isLoopback(host);
}

/** Without TLS, passwords and sessions would go over the network readably. */
const adviceOnListening = say`EBOX_LISTEN must be an address that only this machine can reach, such as 127.0.0.1:8080: without EBOX_TLS the panel does not encrypt, and anyone on the network could read your password. To open the panel from elsewhere, name a certificate with EBOX_TLS, use an SSH tunnel (ssh -L 8080:127.0.0.1:8080 THIS-MACHINE, then http://127.0.0.1:8080/), or let a web server on this machine handle TLS and forward requests to the panel, with the server’s name in EBOX_HOSTS.`;

type Environment = Readonly<Record<string, string | undefined>>;

const schema = z.object({
  EBOX_LISTEN: z
    .string()
    .default('127.0.0.1:8080')
    .transform((text, context) => {
      const match = /^(?:\[([0-9a-f:]+)\]|([^:]+)):(\d{1,5})$/i.exec(text);
      const host = match?.[1] ?? match?.[2] ?? '';
      const number = port.safeParse(match?.[3]);
      if (!number.success || (isIP(host) === 0 && host !== 'localhost' && host !== '*')) {
        context.addIssue({
          code: 'custom',
          message: told(
            say`EBOX_LISTEN is an address and a port, such as 127.0.0.1:8080, [::1]:8080 or *:8443.`,
          ),
        });
        return z.NEVER;
      }
      return { host, port: number.data };
    }),
  EBOX_TLS: z.string().min(1).optional(),
  EBOX_STATE_DIR: z.string().min(1).optional(),
  EBOX_SUPERVISOR: z
    .enum(['s6', 'systemd'], { error: told(say`EBOX_SUPERVISOR is s6 or systemd.`) })
    .default('s6'),
  EBOX_PASSWORD_COMMAND: z.string().min(1).optional(),
  EBOX_HELPER: z.string().min(1).optional(),
  EBOX_ALLOWED_CERTIFICATES: z.string().min(1).default('/etc/ebox-jabber/allowed-certificates.json'),
  EBOX_ADMIN_PASSWORD: z.string().min(1).optional(),
  EBOX_HOSTS: z
    .string()
    .default('')
    .transform((text) =>
      text
        .toLowerCase()
        .split(/[\s,]+/)
        .filter((host) => host !== ''),
    ),
});

/**
 * Reads the configuration from the environment. Unset variables get their defaults; there is none for a secret.
 * @param isRoot decides, with EBOX_HELPER, the default state folder: /var/lib/ebox-jabber or ./state
 * @param ports what modules declare
 * @throws PanelError `host-unsuitable` that says which variable is wrong and how it is written
 */
export function readConfig(
  env: Environment,
  isRoot: boolean,
  ports: readonly PortsDeclaration[] = [],
): Config {
  const parsed = schema.safeParse(env);
  if (!parsed.success) {
    throw new PanelError('host-unsuitable', {
      reason: passage(...parsed.error.issues.map(({ message }) => heard(message))),
    });
  }
  const { EBOX_LISTEN, EBOX_TLS, EBOX_STATE_DIR, EBOX_HELPER, EBOX_ADMIN_PASSWORD, EBOX_HOSTS } = parsed.data;
  if (EBOX_TLS === undefined && !isLocal(EBOX_LISTEN.host)) {
    throw new PanelError('host-unsuitable', { reason: adviceOnListening });
  }
  return {
    listen: EBOX_LISTEN,
    tls: EBOX_TLS === undefined ? null : resolve(EBOX_TLS),
    state: resolve(
      EBOX_STATE_DIR ?? (isRoot || EBOX_HELPER !== undefined ? '/var/lib/ebox-jabber' : 'state'),
    ),
    helper: EBOX_HELPER ?? null,
    allowedCertificates: resolve(parsed.data.EBOX_ALLOWED_CERTIFICATES),
    firstPassword: EBOX_ADMIN_PASSWORD === undefined ? null : new Secret(EBOX_ADMIN_PASSWORD),
    supervisor: parsed.data.EBOX_SUPERVISOR,
    passwordCommand: parsed.data.EBOX_PASSWORD_COMMAND ?? null,
    hosts: EBOX_HOSTS,
    ports: declaredPorts(env, ports, isRoot),
  };
}

/** The ports that modules declare, as the variables say. */
function declaredPorts(env: Environment, declared: readonly PortsDeclaration[], isRoot: boolean): Ports {
  return Object.fromEntries(
    declared.flatMap(({ variable, form, ports }) => {
      const usual = ports.map((one) => String(isRoot ? one.usual : (one.withoutRoot ?? one.usual))).join(',');
      const numbers = z
        .array(port)
        .length(ports.length)
        .safeParse((env[variable] ?? usual).split(','));
      if (!numbers.success || new Set(numbers.data).size !== ports.length) {
        const example = ports.map((one) => one.usual).join(',');
        throw new PanelError('host-unsuitable', {
          reason: say`${{ variable }} is ${{ form }}, such as ${{ example }}.`,
        });
      }
      return ports.map(({ name }, index) => [name, numbers.data[index] ?? 0] as const);
    }),
  );
}
