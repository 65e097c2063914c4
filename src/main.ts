import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Express } from 'express';
import { createApp } from './app.js';
import { readConfig, type Config } from './config.js';
import type { Clock } from './core/ports.js';
import { PanelError, reasonOf } from './errors.js';
import { modules } from './modules/index.js';
import { createPanel } from './panel.js';
import { Sessions } from './services/sessions.js';
import { SignIn } from './services/sign-in.js';
import { removeUnfinished } from './system/folders.js';
import { createMachine } from './system/machine.js';
import { becomeSolePanel } from './system/sole-panel.js';
import { serve } from './web/serve.js';

/** Seconds that a save watches what it started. */
const WATCH_SECONDS = 10;
/** How deep below the state folder the panel itself writes: data/chat/rooms/DOMAIN. */
const LEVELS = 3;
/** Milliseconds between two looks at what the directory says beside the settings. */
const REFRESH_EVERY = 5000;
/** Milliseconds between two looks at who is connected; an account that is off is signed out within 5 s. */
const LOOK_EVERY = 2000;

async function main(): Promise<void> {
  const config = readConfig(process.env, process.getuid?.() === 0);
  await becomeSolePanel(config.state);
  const machine = await createMachine(config);
  await removeUnfinished(config.state, LEVELS);
  const { log, clock } = machine;
  const panel = await createPanel(machine, modules, WATCH_SECONDS);
  const { signIn, made } = await SignIn.open({ ...machine, firstPassword: config.firstPassword });
  // Before anything else can fail: the password is kept by now, and is never shown again.
  if (made !== null) {
    log.info(`sign in as "admin" with the password ${made.reveal()} (it is shown only now)`);
  }
  const root = resolve(fileURLToPath(import.meta.url), '../..');
  const app = createApp({
    ...panel,
    config: {
      hosts: [config.listen.host, 'localhost', '127.0.0.1', '::1', ...config.hosts],
      secure: false,
      trusted: false,
      views: `${root}/views`,
      public: `${root}/public`,
    },
    ports: machine.layout.ports,
    signIn,
    sessions: new Sessions(clock),
    clock,
    log,
  });

  await listen(app, config);
  log.info(`the panel is at ${addressOf(config)}, its state in ${config.state}`);

  await panel.save.recover();
  repeat(clock, REFRESH_EVERY, () => panel.draft.refreshWatched());
  repeat(clock, LOOK_EVERY, () => panel.sessionWatch.look());
}

/** Does the work now and again after every pause, as long as the panel runs. `work` does not throw. */
function repeat(clock: Clock, pause: number, work: () => Promise<void>): void {
  void work()
    .then(() => clock.sleep(pause))
    .then(() => repeat(clock, pause, work));
}

async function listen(app: Express, config: Config): Promise<void> {
  try {
    await serve(app, config.listen);
  } catch (error) {
    const reason = `The panel cannot listen on ${addressOf(config)} (${reasonOf(error)}). Set EBOX_LISTEN to an address and port that are free.`;
    throw new PanelError('host-unsuitable', { reason }, error);
  }
}

function addressOf({ listen }: Config): string {
  return `http://${listen.host.includes(':') ? `[${listen.host}]` : listen.host}:${listen.port}/`;
}

main().catch((error: unknown) => {
  process.stderr.write(
    `${error instanceof PanelError ? error.message : `The panel cannot go on: ${reasonOf(error)}`}\n`,
  );
  process.exitCode = 1;
  process.exit();
});
