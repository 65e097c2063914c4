import { z } from 'zod';
import { statusVerb, type StatusView } from '../../control/verbs/status.js';
import { choiceOf } from '../../core/draft.js';
import { createRegistry } from '../../core/registry.js';
import { modules } from '../../modules/index.js';
import { settingsForm, type JabberSettings } from '../../modules/jabber/settings.js';
import { PanelStateKeeper } from '../../services/saving/panel-state.js';
import { readRegularFile } from '../../system/atomic-file.js';
import { createCommands } from '../../system/commands.js';
import { createStore } from '../../system/store.js';
import type { Invocation } from '../command.js';
import type { ControlClient } from '../control-client.js';
import { CommandFailure } from '../failure.js';

/** What the doctor looks at: what is in force, as the panel's own files say, and the panel itself where it answers. */
export interface Patient {
  /** Absolute path of the state folder. */
  readonly state: string;
  /** Path of the list with which root allows certificates. */
  readonly allowedCertificates: string;
  readonly control: ControlClient;
  /** What the panel says; null when it does not answer. */
  readonly status: StatusView | null;
  /** Why it does not answer, or ''. */
  readonly silence: string;
  /** The settings of the chat in force; null when it is off. */
  readonly jabber: JabberSettings | null;
  readonly ports: {
    readonly client: number;
    readonly clientTls: number;
    readonly server: number;
    readonly router: number | null;
  };
  /** What a program prints; null when it cannot be run or fails. */
  readonly output: (argv: readonly string[]) => Promise<string | null>;
}

/** Bytes of a configuration file. */
const LARGEST = 1_000_000;

const portsSchema = z.object({ router: z.number() });

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
  const { jabber, router } = await readState(`${state}/panel`, state);
  const { client, clientTls, server } = ports;
  return {
    state,
    allowedCertificates,
    control,
    status,
    silence,
    jabber,
    ports: status?.ports ?? {
      ...{ client, clientTls, server },
      ...(await livePorts(`${state}/configuration/current`)),
      router,
    },
    output: programOutput,
  };
}

async function statusOrReason(control: ControlClient): Promise<[Patient['status'], string]> {
  try {
    return [await control.ask(statusVerb, {}), ''];
  } catch (error) {
    if (error instanceof CommandFailure) return [null, error.message];
    throw error;
  }
}

async function readState(
  folder: string,
  state: string,
): Promise<{ jabber: JabberSettings | null; router: number | null }> {
  const store = createStore(folder);
  try {
    const keeper = await PanelStateKeeper.open(store.document('state'), createRegistry(modules));
    const { enabled, settings } = choiceOf(keeper.state().saved, 'jabber');
    const parsed = settingsForm.schema.safeParse(settings);
    const ports = portsSchema.safeParse(await store.document('ports').read());
    return {
      jabber: enabled && parsed.success ? parsed.data : null,
      router: ports.success ? ports.data.router : null,
    };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EACCES')
      throw new CommandFailure(
        `Only root and the panel's own account can look into ${state}. Try it with sudo.`,
      );
    throw error;
  }
}

/** The ports that the daemons were last given, of a panel that does not answer. */
async function livePorts(
  folder: string,
): Promise<Partial<Record<'client' | 'clientTls' | 'server', number>>> {
  const [c2s, s2s] = await Promise.all(
    ['c2s', 's2s'].map(
      async (name) => (await readRegularFile(`${folder}/jabberd2/${name}.xml`, LARGEST)) ?? '',
    ),
  );
  const port = (text = '', element: string): number | undefined => {
    const [, local = ''] = /<local>([^]*)<\/local>/.exec(text) ?? [];
    const [, number] = new RegExp(`<${element}>(\\d+)</${element}>`).exec(local) ?? [];
    return number === undefined ? undefined : Number(number);
  };
  const [client, clientTls, server] = [port(c2s, 'port'), port(c2s, 'ssl-port'), port(s2s, 'port')];
  return {
    ...(client === undefined ? {} : { client }),
    ...(clientTls === undefined ? {} : { clientTls }),
    ...(server === undefined ? {} : { server }),
  };
}

/** The programs run as the account that asks, and as no other. */
const programs = createCommands({
  separate: false,
  known: () => [],
  of: () => {
    throw new Error('programs of the doctor run as the account that asks');
  },
});

async function programOutput(argv: readonly string[]): Promise<string | null> {
  try {
    return (await programs.run(argv, { seconds: 10 })).stdout;
  } catch {
    return null;
  }
}
