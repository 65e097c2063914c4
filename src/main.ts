import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createApp } from './app.js';
import { readConfig, type Config } from './config.js';
import { PanelError, reasonOf } from './errors.js';
import { modules } from './modules/index.js';
import { createPanel } from './panel.js';
import { Sessions } from './services/sessions.js';
import { SignIn } from './services/sign-in.js';
import { createMachine } from './system/machine.js';
import { serve } from './web/serve.js';

/** Seconds that a save watches what it started. */
const WATCH_SECONDS = 10;
/** Milliseconds between two looks at what is changed outside the panel. */
const REFRESH_EVERY = 5000;

async function main(): Promise<void> {
  const config = readConfig(process.env, process.getuid?.() === 0);
  const machine = await createMachine(config);
  const { log, clock } = machine;
  const panel = await createPanel(machine, modules, WATCH_SECONDS);
  const { signIn, made } = await SignIn.open({ ...machine, firstPassword: config.firstPassword });
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

  await serve(app, config.listen);
  log.info(`the panel is at ${addressOf(config)}, its state in ${config.state}`);
  if (made !== null) {
    log.info(`sign in as "admin" with the password ${made.reveal()} (it is shown only now)`);
  }

  const recovered = await panel.save.recover();
  if (recovered !== null) log.info(recovered);
  for (;;) {
    await panel.draft.refreshWatched();
    await clock.sleep(REFRESH_EVERY);
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
