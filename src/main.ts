import { join } from 'node:path';
import { createApp } from './app.js';
import { readConfig, type Config } from './config.js';
import { createControlServer } from './control/server.js';
import type { Module } from './core/module/index.js';
import type { Clock, Machine } from './core/ports.js';
import { english } from './core/words/english.js';
import { say } from './core/words/sentence.js';
import { Entrance } from './entrance.js';
import { PanelError, troubleOf } from './errors.js';
import { modules as allModules } from './modules/index.js';
import { createPanel } from './panel.js';
import { servedNames } from './services/enabling/served-names.js';
import { Sessions } from './services/sign-in/sessions.js';
import { OwnLanguage } from './services/sign-in/own-language.js';
import { SignIn } from './services/sign-in/sign-in.js';
import { listenOnControlSocket } from './system/control-socket.js';
import { forbidCoreDumps } from './system/core-dumps.js';
import { removeUnfinished } from './system/folders.js';
import { createHelpedMachine } from './system/helped/machine.js';
import { readLanguages } from './system/languages.js';
import { createMachine } from './system/machine.js';
import { projectRoot } from './system/project-root.js';
import { tellServing } from './system/service-manager.js';
import { becomeSolePanel } from './system/sole-panel.js';

/** Seconds that a save watches what it started. */
const WATCH_SECONDS = 10;
/** How deep below the state folder the panel itself writes: data/NAME/FOLDER/FOLDER. */
const LEVELS = 3;
/** Milliseconds between two looks at what the directory says beside the settings. */
const REFRESH_EVERY = 5000;
/** Milliseconds until the active configuration is compared again, when its state could not be read. */
const COMPARE_EVERY = 60_000;
/** Milliseconds between two looks at the panel's own certificate. */
const RENEW_EVERY = 2000;
/** Milliseconds between two looks at who is connected; an account that is off is signed out within 5 s. */
const LOOK_EVERY = 2000;
/** Milliseconds between two rounds of looking after the services: a new chat room fills up within seconds. */
const TEND_EVERY = 2000;
/** Milliseconds between two looks at who has an account that the chat server does not know yet. */
const TELL_EVERY = 5000;
/** Milliseconds between two looks at whether the chat's certificate was renewed. */
const RENEWAL_EVERY = 60_000;

/** Milliseconds between two questions what services counted, and two writes of what the panel keeps of it. */
const COUNT_EVERY = 60_000;
/** Milliseconds between two looks at whether the save that waits is due. */
const WAITING_EVERY = 1000;
/** Milliseconds between two looks for daemons that only a restart helps. */
const HEAL_EVERY = 3000;

async function main(): Promise<void> {
  const config = readConfig(
    process.env,
    process.getuid?.() === 0,
    allModules.flatMap(({ ports }) => ports),
  );
  await becomeSolePanel(config.state);
  const { machine, modules } = await machineOf(config);
  const { log, clock } = machine;
  await forbidCoreDumps(log);
  const ownLanguage = await OwnLanguage.open(machine);
  const languages = readLanguages(join(projectRoot, 'dist/languages'));
  const panel = await createPanel(machine, modules, WATCH_SECONDS, () =>
    languages.reader(ownLanguage.chosen),
  );
  const { signIn, made } = await SignIn.open({ ...machine, ...config });
  // Before anything else can fail: the password is kept by now, and is never shown again.
  if (made !== null) {
    log.info(`sign in as "admin" with the password ${made.reveal()} (it is shown only now)`);
  }
  const entrance = await Entrance.open(config, machine);
  const app = createApp({
    ...panel,
    config: entrance.webConfig(projectRoot, () => servedNames(panel)),
    signIn,
    sessions: new Sessions(clock),
    ownLanguage,
    languages,
    clock,
    log,
  });

  await entrance.listen(app);
  const control = createControlServer({ ...panel, clock, log });
  await listenOnControlSocket(control, machine.layout.panel);
  log.info(`the panel is at ${entrance.address}, its state in ${config.state}`);
  await tellServing(log);

  const undone = await panel.modules.recover().catch(troubleOf);
  await panel.save.recover(undone);
  await panel.waiting.recover();
  repeat(clock, COMPARE_EVERY, () => panel.save.compareWithActive());
  repeat(clock, REFRESH_EVERY, () => panel.draft.refreshWatched());
  repeat(clock, RENEW_EVERY, () => entrance.renew());
  repeat(clock, RENEWAL_EVERY, () => panel.renewal.look());
  repeat(clock, WAITING_EVERY, () => panel.waiting.look());
  repeat(clock, HEAL_EVERY, () => panel.healing.look());
  repeat(clock, LOOK_EVERY, () => panel.sessionWatch.look());
  repeat(clock, COUNT_EVERY, () => panel.activity.look());
  repeat(clock, COUNT_EVERY, () => panel.restartTimes.keep());
  repeat(clock, TELL_EVERY, () => panel.names.look());
  repeat(clock, TELL_EVERY, () => panel.renaming.look());
  repeat(clock, TEND_EVERY, () => panel.tending.look());
  repeat(clock, TEND_EVERY, () => panel.imports.tidy());
}

/** The machine and the modules for it: with all rights, or through the helper. */
async function machineOf({ state, ports, helper }: Config): Promise<{
  readonly machine: Machine;
  readonly modules: readonly Module[];
}> {
  if (helper !== null) {
    const machine = await createHelpedMachine({ helper, state, modules: allModules });
    return { machine, modules: machine.modules(allModules) };
  }
  const machine = await createMachine({
    state,
    ports,
    modules: allModules,
  });
  await removeUnfinished(state, LEVELS);
  return { machine, modules: allModules };
}

/** Does the work now and again after every pause, as long as the panel runs. `work` does not throw. */
function repeat(clock: Clock, pause: number, work: () => Promise<void>): void {
  void work()
    .then(() => clock.sleep(pause))
    .then(() => repeat(clock, pause, work));
}

main().catch((error: unknown) => {
  process.stderr.write(
    `${english(error instanceof PanelError ? error.sentence : say`The panel cannot continue: ${{ reason: troubleOf(error) }}.`)}\n`,
  );
  process.exitCode = 1;
  process.exit();
});
