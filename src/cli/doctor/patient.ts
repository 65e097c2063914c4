import { z } from 'zod';
import { statusVerb, type StatusView } from '../../control/verbs/status.js';
import { choiceOf } from '../../core/draft.js';
import { layoutOf, type Layout, type Ports } from '../../core/layout.js';
import type { Module } from '../../core/module/index.js';
import { createRegistry } from '../../core/registry.js';
import type { Settings } from '../../core/settings.js';
import { type Sentence, say } from '../../core/words/sentence.js';
import { modules } from '../../modules/index.js';
import { PanelStateKeeper } from '../../services/saving/panel-state.js';
import { readRegularFile } from '../../system/atomic-file.js';
import { createStore } from '../../system/store.js';
import type { Invocation } from '../command.js';
import type { ControlClient } from '../control-client.js';
import { CommandFailure } from '../../core/shell/failure.js';
import { programOutput } from './program-output.js';

/** What the doctor looks at: the active configuration, as the panel's own files say, and the panel itself where it answers. */
export interface Patient {
  /** Absolute path of the state folder. */
  readonly state: string;
  /** Path of the list with which root allows certificates. */
  readonly allowedCertificates: string;
  readonly control: ControlClient;
  /** What the panel says; null when it does not answer. */
  readonly status: StatusView | null;
  /** Why it does not answer, or `''`. */
  readonly silence: Sentence | '';
  /** Every module that there is, on or not. */
  readonly modules: readonly Module[];
  /** Those that are on, each with its active settings. */
  readonly active: readonly ActiveModule[];
  /** With the active ports; 0 where a port is not known. */
  readonly layout: Layout;
  /** What a program prints; null when it cannot be run or fails. */
  readonly output: (argv: readonly string[]) => Promise<string | null>;
}

export interface ActiveModule {
  readonly module: Module;
  readonly settings: Settings;
}

/** Bytes of a configuration file. */
const LARGEST = 10_000_000;

const portsSchema = z.record(z.string(), z.number());

/**
 * Reads what there is to be examined. Nothing is changed by it.
 * @param asked its ports are those of the environment, for a panel that does not answer
 * @throws CommandFailure when there is no state folder that can be read
 */
export async function readPatient({
  state,
  allowedCertificates,
  control,
  ports,
}: Pick<Invocation, 'state' | 'allowedCertificates' | 'control' | 'ports'>): Promise<Patient> {
  const [status, silence] = await statusOrReason(control);
  const { active, chosen } = await readState(`${state}/panel`, state);
  const inUse = status?.ports ?? {
    ...ports,
    ...(await livePorts(`${state}/configuration/current`)),
    ...chosen,
  };
  return {
    ...{ state, allowedCertificates, control, status, silence, modules, active },
    layout: layoutOf(state, inUse, process.execPath),
    output: programOutput,
  };
}

async function statusOrReason(control: ControlClient): Promise<[Patient['status'], Patient['silence']]> {
  try {
    return [await control.ask(statusVerb, {}), ''];
  } catch (error) {
    if (error instanceof CommandFailure) return [null, error.sentence];
    throw error;
  }
}

async function readState(
  folder: string,
  state: string,
): Promise<{ active: readonly ActiveModule[]; chosen: Ports }> {
  const store = createStore(folder);
  try {
    const keeper = await PanelStateKeeper.open(store.document('state'), createRegistry(modules));
    const { saved } = keeper.state();
    const ports = portsSchema.safeParse(await store.document('ports').read());
    return {
      active: modules.flatMap((module) => {
        const { enabled, settings } = choiceOf(saved, module.id);
        return enabled ? [{ module, settings }] : [];
      }),
      chosen: Object.fromEntries(
        modules.flatMap((module) =>
          module.chosenPorts.map(({ name }) => [name, (ports.success ? ports.data[name] : null) ?? 0]),
        ),
      ),
    };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EACCES')
      throw new CommandFailure(
        say`Only root and the panel’s own account can read ${{ state }}. Try it with sudo.`,
      );
    throw error;
  }
}

/** The ports that the daemons were last given, of a panel that does not answer. */
async function livePorts(folder: string): Promise<Readonly<Record<string, number>>> {
  const read = async (path: string): Promise<string> =>
    (await readRegularFile(`${folder}/${path}`, LARGEST)) ?? '';
  const all = await Promise.all(modules.map(({ doctor }) => doctor.livePorts(read)));
  return Object.fromEntries(all.flatMap((ports) => Object.entries(ports)));
}
