import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { z } from 'zod';
import type { SupervisedMachine } from '../../src/system/machine.js';
import type { SaveOrder } from './save-program.js';

/** Two folders below the root, as `src/system/` is: from there it finds the templates. */
const program = fileURLToPath(new URL('../../dist/drills/save-program.js', import.meta.url));

/** The save program as one file, so that it starts quickly and does nothing but save. */
export async function buildSaveProgram(): Promise<void> {
  await build({
    entryPoints: [fileURLToPath(new URL('save-program.ts', import.meta.url))],
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    logLevel: 'warning',
  });
}

const jobSchema = z.object({
  outcome: z.enum(['done', 'failed']),
  failure: z
    .object({ step: z.string(), reason: z.string(), takenBack: z.string(), serviceDown: z.boolean() })
    .nullable(),
});

/** What a save said at its end. */
export type EndedJob = z.infer<typeof jobSchema>;

/** A save in a process of its own. */
export interface Victim {
  readonly process: ChildProcess;
  /** Lets it save. */
  begin(): void;
  /** The finished job, when the process has ended; null when it was killed before. */
  readonly job: Promise<EndedJob | null>;
  /** Fulfilled when the job is finished, and what it saved is watched; or when the process has ended. */
  readonly proved: Promise<void>;
  /** What the watch said at its end; null when the process was killed before. */
  readonly watch: Promise<'watched' | 'taken back' | null>;
  /** What strace saw. */
  readonly traced: Promise<string>;
  /** Whether strace got to do what it was told. */
  readonly wasHit: Promise<boolean>;
}

/** What strace(1) does to a save: see there, `inject`. */
export interface Tampering {
  /** A system call. */
  readonly call: string;
  /** E.g. `signal=SIGKILL:when=3`. */
  readonly how: string;
}

/** Starts a save on the machine, up to where {@link Victim.begin} lets it go on. */
export async function startVictim(
  { layout }: SupervisedMachine,
  order: Pick<SaveOrder, 'settings' | 'enable' | 'watchSeconds'>,
  tampering?: Tampering,
): Promise<Victim> {
  const whole: SaveOrder = { ...order, state: layout.state, ports: layout.ports };
  const child = spawn(process.execPath, [program, JSON.stringify(whole)], {
    stdio: ['pipe', 'pipe', 'inherit'],
    // strace counts the calls of each thread for itself: with one thread for files the count is that of the process.
    env: { ...process.env, UV_THREADPOOL_SIZE: '1' },
  });
  child.stdin.on('error', () => undefined);
  let printed: string | null = null;
  let watch: 'watched' | 'taken back' | null = null;
  const lines = createInterface({ input: child.stdout });
  const ended = once(child, 'close');
  const ready = new Promise<void>((resolve) =>
    lines.on('line', (line) => {
      if (line === 'ready') resolve();
      if (line === 'watched' || line === 'taken back') watch = line;
    }),
  );
  const proved = new Promise<void>((resolve) =>
    lines.on('line', (line) => {
      if (!line.startsWith('{')) return;
      printed = line;
      resolve();
    }),
  );
  await Promise.race([
    ready,
    ended.then(() => {
      throw new Error('the save program ended before it was ready');
    }),
  ]);
  const attached = tampering === undefined ? null : await attach(child.pid ?? 0, tampering);
  // What it started (a daemon that lives on) is traced too: strace does not wait for that.
  if (attached !== null) child.once('exit', attached.end);
  const traced = attached?.said ?? Promise.resolve('');
  return {
    process: child,
    begin: () => child.stdin.write('go\n'),
    job: ended.then(() => (printed === null ? null : jobSchema.parse(JSON.parse(printed)))),
    proved: Promise.race([proved, ended.then(() => undefined)]),
    watch: ended.then(() => watch),
    traced,
    wasHit: traced.then((text) => /\(INJECTED\)|killed by SIGKILL/.test(text)),
  };
}

/** An strace that is at work. */
export interface Tracing {
  /** All that it saw, once it has ended: when what it traces has ended, or after {@link Tracing.end}. */
  readonly said: Promise<string>;
  readonly end: () => void;
}

/** Returns when strace has the process. */
export async function attach(pid: number, { call, how }: Tampering): Promise<Tracing> {
  const args = ['-f', '-p', String(pid), '-e', `trace=${call}`, '-e', `inject=${call}:${how}`];
  const strace = spawn('strace', args, { stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = once(strace, 'close');
  let said = '';
  strace.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  await once(strace.stderr, 'data');
  return { said: ended.then(() => said), end: () => void strace.kill('SIGTERM') };
}
