import type { Decisions } from '../../src/core/drift.js';
import type { Job } from '../../src/core/progress.js';
import type { JabberSettings } from '../../src/modules/jabber/settings.js';
import { disconnectPanel } from '../../src/modules/jabber/index.js';
import { modules } from '../../src/modules/index.js';
import { createPanel, type Panel } from '../../src/panel.js';
import type { TakenBackSaves } from '../../src/services/saving/watching.js';
import type { SupervisedMachine } from '../../src/system/machine.js';
import type { CleanUp } from './clean-up.js';
import { temporaryMachine } from './machine.js';

/** The password of every user of an {@link enabledPanel}. */
export const userPassword = 'correct horse battery';

/** The panel's services over a real machine on which Jabber is enabled and saved. */
export interface EnabledPanel {
  readonly machine: SupervisedMachine;
  readonly panel: Panel;
  /** Puts settings into the draft and saves; returns the finished job. */
  save(settings: Partial<JabberSettings>): Promise<Job>;
}

/**
 * Enables Users and Jabber with domain chat.lan, adds the users, each with a Jabber account, and saves.
 * @param given a machine of {@link temporaryMachine}; a new one when it is left out
 */
export async function enabledPanel(
  context: CleanUp,
  userNames: readonly string[] = [],
  given?: SupervisedMachine,
): Promise<EnabledPanel> {
  const machine = given ?? (await temporaryMachine(context));
  context.after(() => disconnectPanel(machine));
  const panel = await createPanel(machine, modules, 0);
  await panel.modules.enable('jabber', 'admin');
  for (const userName of userNames) await addUser(panel, userName);
  const save = async (settings: Partial<JabberSettings>): Promise<Job> => {
    const view = await panel.draft.view('jabber');
    const values = { ...view.settings, ...settings };
    await panel.draft.apply({
      module: 'jabber',
      values,
      version: view.version,
      who: 'admin',
    });
    return finishedSave(panel);
  };
  const job = await save({ domain: 'chat.lan' });
  if (job.outcome !== 'done') throw new Error(`the first save failed: ${JSON.stringify(job.failure)}`);
  return { machine, panel, save };
}

/** Adds a user with a Jabber account. */
export async function addUser(panel: Panel, userName: string): Promise<void> {
  const fields = {
    userName,
    firstName: '',
    lastName: userName,
    comment: '',
    password: userPassword,
    passwordAgain: userPassword,
  };
  const outcome = await panel.users.add(fields, { jabber: { account: 'enabled', administrator: false } });
  if (outcome.kind !== 'added') throw new Error(`${userName} was not added: ${JSON.stringify(outcome)}`);
}

/** Saves the draft and waits for the end of the job. */
export async function finishedSave(panel: Panel, decisions: Decisions = {}): Promise<Job> {
  const done = new Promise<Job>((resolve) => {
    const end = panel.save.subscribe((job) => {
      if (job.outcome === 'running') return;
      end();
      resolve(job);
    });
  });
  panel.save.start('admin', decisions);
  return done;
}

/** Waits until all that was saved was watched to its end, or taken back. Returns what was taken back, or null. */
export async function watchedToTheEnd({ save }: Pick<Panel, 'save'>): Promise<TakenBackSaves | null> {
  const job = save.watching()?.saves.at(-1)?.job;
  // The watch may have failed already.
  const takenBack = job === undefined ? save.takenBack() : await save.watchEnded(job);
  while (save.current()?.outcome === 'running') await nextChange(save);
  return takenBack;
}

function nextChange(save: Panel['save']): Promise<void> {
  return new Promise((resolve) => {
    const end = save.subscribe(() => {
      end();
      resolve();
    });
  });
}
