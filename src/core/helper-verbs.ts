import { z } from 'zod';
import { catalogue } from '../errors.js';
import { settingsSchema as settings } from './setting-value.js';
import { isUserName } from './user-name.js';

/** The longest request, in bytes, its newline included. */
export const LONGEST_REQUEST = 1_048_576;

/** The most files of a generation. */
const MOST_FILES = 2_000;

const none = z.strictObject({});
const nothing = z.null();
const moduleId = z.string().min(1).max(64);
const daemonName = z.string().min(1).max(64);
const index = z.int().min(0).max(99);
const generation = z.int().min(0);
const path = z.string().min(1).max(400);
const port = z.int().min(1).max(65_535);

/** SHA-256 of a text, in hexadecimal digits. */
const digest = z.string().regex(/^[0-9a-f]{64}$/);

/** Files that the helper knows, named by the digest of the masked text, each at its own path. */
const namedFiles = z.array(z.strictObject({ path, digest })).max(MOST_FILES);

/** A name as the DNS writes it (RFC 1123). It becomes part of a path. */
const host = z
  .string()
  .max(253)
  .regex(/^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/);
const hosts = z.array(host).max(20).readonly();
const absolutePath = z.string().max(4_096);
const certificateSource = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('own'), domain: host }),
  z.strictObject({ kind: z.literal('uploaded'), id: digest }),
  z.strictObject({ kind: z.literal('files'), certificate: absolutePath, key: absolutePath }),
]);
const certificateProblems = z
  .array(
    z.strictObject({
      code: z.enum([
        'missing',
        'unreadable',
        'not-allowed',
        'untrusted',
        'not-understood',
        'no-certificate',
        'no-key',
        'passphrase-missing',
        'passphrase-wrong',
        'key-mismatch',
        'key-weak',
        'signature-weak',
        'not-for-servers',
        'issuer-unfit',
        'not-servable',
      ]),
      detail: z.string(),
    }),
  )
  .readonly();
const certificateReport = z.strictObject({
  facts: z
    .strictObject({
      subject: z.string(),
      issuer: z.string(),
      names: z.array(z.string()).readonly(),
      validFrom: z.string(),
      validTo: z.string(),
      fingerprint: z.string(),
      key: z.string(),
      isSelfSigned: z.boolean(),
    })
    .nullable(),
  uncovered: z.array(z.string()).readonly(),
  trust: z.enum(['authority', 'self-signed', 'unknown']),
  missingIssuer: z.string(),
  issuerAddress: z.string(),
  leftOut: z.array(z.string()).readonly(),
  isForPanel: z.boolean(),
  problems: certificateProblems,
});

/** Usual limit of a verb, in seconds, and that of one that stops, starts or makes something. */
const QUICK = 15;
const SLOW = 120;

const verb = <Request, Answer>(
  seconds: number,
  request: z.ZodType<Request>,
  answer: z.ZodType<Answer>,
): Verb<Request, Answer> => ({ seconds, request, answer });

/** One thing that the panel may ask of its helper. */
export interface Verb<Request, Answer> {
  /** After so many seconds without an answer the helper counts as gone. */
  readonly seconds: number;
  /** Strict: no field more and none less. */
  readonly request: z.ZodType<Request>;
  readonly answer: z.ZodType<Answer>;
}

const table = {
  /** What the machine is set up for. The first thing that is asked on a connection. */
  hello: verb(
    QUICK,
    none,
    z.strictObject({
      state: z.string(),
      node: z.string(),
      ports: z.object({ client: port, clientTls: port, server: port, router: port }).catchall(port),
    }),
  ),

  'module.render': verb(
    QUICK,
    z.strictObject({
      module: moduleId,
      settings,
      /** The other modules that are on: what they offer, this one may show. */
      neighbours: z.array(z.strictObject({ module: moduleId, settings })).max(20),
    }),
    z.array(z.strictObject({ path, content: z.string() })),
  ),
  /** Looks at files that this helper rendered with the daemon's own checker. */
  'module.inspect': verb(SLOW, z.strictObject({ module: moduleId, files: namedFiles }), nothing),
  'module.offer': verb(
    QUICK,
    z.strictObject({ module: moduleId }),
    z
      .strictObject({
        title: z.string(),
        found: z.array(z.strictObject({ label: z.string(), value: z.string() })).readonly(),
        notes: z.array(z.string()).readonly(),
        accept: z.string().nullable(),
        settings,
      })
      .nullable(),
  ),
  'module.step-needed': verb(QUICK, z.strictObject({ module: moduleId, step: index }), z.boolean()),
  'module.step-run': verb(SLOW, z.strictObject({ module: moduleId, step: index, settings }), nothing),
  'module.step-undo': verb(SLOW, z.strictObject({ module: moduleId, step: index }), nothing),
  'module.step-settle': verb(QUICK, z.strictObject({ module: moduleId, step: index }), nothing),
  'module.preparation-needed': verb(
    QUICK,
    z.strictObject({ module: moduleId, preparation: index, settings, before: settings.nullable() }),
    z.boolean(),
  ),
  'module.preparation-run': verb(
    SLOW,
    z.strictObject({ module: moduleId, preparation: index, settings, before: settings.nullable() }),
    nothing,
  ),
  /** How much of what is kept for a user's name; nothing of its content. */
  'module.kept': verb(
    QUICK,
    z.strictObject({ module: moduleId, settings, userName: z.string().refine(isUserName) }),
    z.strictObject({
      own: z.array(z.string()).readonly(),
      places: z.array(z.strictObject({ id: z.string(), title: z.string(), isOwned: z.boolean() })).readonly(),
    }),
  ),

  'configuration.live-number': verb(QUICK, none, generation),
  /** `written` is null where it is the same as `content`. */
  'configuration.live': verb(
    QUICK,
    none,
    z.array(
      z.strictObject({
        path,
        content: z.string().nullable(),
        written: z.string().nullable(),
        changedByHand: z.boolean(),
        access: z
          .strictObject({
            readableBy: z.array(z.string()).readonly(),
            executable: z.boolean(),
          })
          .optional(),
      }),
    ),
  ),
  /** Only what this helper rendered or found live, named by the digest of the masked text, and at its own path. */
  'configuration.write': verb(SLOW, namedFiles, generation),
  'configuration.activate': verb(QUICK, z.strictObject({ generation }), nothing),
  'configuration.restore': verb(QUICK, z.strictObject({ generation }), nothing),
  'configuration.set-aside': verb(
    QUICK,
    z.strictObject({ paths: z.array(path).max(MOST_FILES) }),
    z.string(),
  ),
  'configuration.prune': verb(QUICK, z.strictObject({ keep: z.array(generation).max(100) }), nothing),

  'daemon.declare': verb(SLOW, z.strictObject({ names: z.array(daemonName).max(100) }), nothing),
  'daemon.start': verb(SLOW, z.strictObject({ name: daemonName }), nothing),
  'daemon.stop': verb(SLOW, z.strictObject({ name: daemonName }), nothing),
  'daemon.hang-up': verb(QUICK, z.strictObject({ name: daemonName }), nothing),
  'daemon.state': verb(
    QUICK,
    z.strictObject({ name: daemonName }),
    z.strictObject({
      up: z.boolean(),
      pid: z.int(),
      wanted: z.boolean(),
      seconds: z.number(),
      recentCrashes: z.int(),
      lastEnd: z.string().nullable(),
      argv: z.array(z.string()).readonly(),
    }),
  ),
  'daemon.replaced': verb(QUICK, z.strictObject({ name: daemonName }), z.array(z.string()).readonly()),
  'daemon.last-lines': verb(
    QUICK,
    z.strictObject({ name: daemonName, count: z.int().min(0).max(10_000) }),
    z.array(z.string()),
  ),

  /** Only of the ports that the layout names. */
  'port.listeners': verb(
    QUICK,
    z.strictObject({ port, protocol: z.enum(['tcp', 'udp']) }),
    z.array(z.strictObject({ on: z.enum(['loopback', 'all', 'one']), program: z.string(), pid: z.int() })),
  ),

  /** The key is masked. Of files only what root allowed is opened. */
  'certificate.read': verb(
    QUICK,
    z.strictObject({ source: certificateSource, reader: z.enum(['chat', 'panel']) }),
    z.string().nullable(),
  ),
  'certificate.examine': verb(QUICK, z.strictObject({ source: certificateSource, hosts }), certificateReport),
  'certificate.make': verb(SLOW, z.strictObject({ domain: host, hosts }), nothing),
  /** `parts` are in base64. The key goes in here, and never comes out. */
  'certificate.keep': verb(
    SLOW,
    z.strictObject({ parts: z.array(z.base64()).max(20).readonly(), passphrase: z.string() }),
    z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('kept'), id: digest }),
      z.strictObject({ kind: z.literal('refused'), problems: certificateProblems }),
    ]),
  ),
  'certificate.forget': verb(QUICK, z.strictObject({ id: digest }), nothing),

  /** The two secrets that the panel itself needs: to manage the users, and to ask the chat server who is there. */
  'secret.of-panel': verb(
    QUICK,
    z.strictObject({ name: z.enum(['directory-panel', 'router-panel']) }),
    z.string(),
  ),
};

/** The name of a verb. */
export type VerbName = keyof typeof table;

/** What is asked with each verb, and what is answered to it. */
interface Exchanges {
  readonly request: { readonly [V in VerbName]: z.output<(typeof table)[V]['request']> };
  readonly answer: { readonly [V in VerbName]: z.output<(typeof table)[V]['answer']> };
}

/** What is asked with a verb. */
export type RequestOf<V extends VerbName> = Exchanges['request'][V];

/** What is answered to it. */
export type AnswerOf<V extends VerbName> = Exchanges['answer'][V];

/**
 * All that the panel may ask of its helper. No path that leads anywhere, no unit, no argument and no content of a file
 * travels in: a request names a module, the index of one of its steps, settings (which the module's own schema checks),
 * a generation's number, a declared daemon, or a file of a generation. The exceptions are certificates: they are uploaded,
 * or files are named that root has allowed (core/allowed-certificates.ts). Texts travel out with secrets and keys masked.
 */
export const verbs: { readonly [V in VerbName]: Verb<RequestOf<V>, AnswerOf<V>> } = table;

/** One line from the panel. Requests are answered as they are done, not in their order: `id` says which is meant. */
export const requestSchema = z.strictObject({ id: z.int().min(0), verb: z.string(), with: z.unknown() });

const codes = Object.keys(catalogue);

/** One line from the helper. After `refused` the connection is closed. */
export const answerSchema = z.union([
  z.strictObject({ id: z.int(), done: z.unknown() }),
  z.strictObject({
    id: z.int(),
    /** `code` and `details` of a PanelError, or what another error says. */
    failed: z.union([
      z.strictObject({
        code: z.custom<keyof typeof catalogue>((code) => typeof code === 'string' && codes.includes(code)),
        details: z.record(z.string(), z.string()),
      }),
      z.strictObject({ message: z.string() }),
    ]),
  }),
  z.strictObject({ refused: z.string() }),
]);

/** One line from the helper. */
export type HelperAnswer = z.output<typeof answerSchema>;
