import { addUser, enabledPanel, userPassword, type EnabledPanel } from '../test/helpers/enabled-panel.js';
import { Bare } from './bare.js';
import { Crowd } from './crowd.js';
import { domainOf, draft, draftDomains, setAdministrator } from './drafts.js';
import { endingWell } from './ending.js';
import { least } from './numbers.js';
import type { Row } from './row.js';
import { timedSave, type TimedSave } from './timed-save.js';
import { portsOf } from '../src/modules/jabber/ports.js';

/** How often everything is saved; the least time counts. */
const ROUNDS = 2;
const CLIENTS = 100;
const USERS = 20;
/** Hosts of each domain in the DNS. */
const HOSTS = 50;

/** Steps after which those who were disconnected can come back. */
export const LETS_IN = /^Starting (Sessions|Client connections|Chat sign-in)/;

/** A kind of save, and what to change before it. */
interface Kind {
  readonly what: string;
  change(service: EnabledPanel, round: number): Promise<void>;
  /** Nobody may be disconnected by it. */
  readonly isQuiet: boolean;
}

const kinds: readonly Kind[] = [
  { what: 'nothing changed', change: () => Promise.resolve(), isQuiet: true },
  {
    what: 'a user added',
    change: ({ panel }, round) => addUser(panel, `added${round}`),
    isQuiet: true,
  },
  { what: 'rooms on', change: (service) => draft(service, { muc: true }), isQuiet: true },
  { what: 'other servers on', change: (service) => draft(service, { otherServers: true }), isQuiet: true },
  { what: 'SSL', change: (service) => draft(service, { ssl: 'required' }), isQuiet: false },
  {
    what: 'administrators',
    change: ({ panel }, round) => setAdministrator(panel, round % 2 === 0),
    isQuiet: false,
  },
  {
    what: 'everything',
    change: (service, round) => draft(service, { ssl: 'optional', domain: domainOf(round) }),
    isQuiet: false,
  },
  { what: 'rooms off', change: (service) => draft(service, { muc: false }), isQuiet: true },
  { what: 'other servers off', change: (service) => draft(service, { otherServers: false }), isQuiet: true },
];

/** What one save of a kind gave. Seconds. */
interface Sample {
  readonly save: TimedSave;
  readonly bare: number;
  readonly debian: number | null;
  readonly dropped: number;
  /** From the moment when the service is ready until the last client is back; null when nobody was disconnected. */
  readonly lastBack: number | null;
}

/** Saves of every kind with a hundred connected clients, each beside the bare stop and start of the same daemons. */
export function saves(): Promise<readonly Row[]> {
  return savesOf('save', kinds, () => Promise.resolve());
}

/** The same with the module DNS on, which holds every domain of the chat, and a save of its own. */
export function savesWithDns(): Promise<readonly Row[]> {
  const host: Kind = {
    what: 'a host in the DNS',
    change: ({ panel }, round) => draftDomains(panel, HOSTS + round + 1),
    isQuiet: true,
  };
  return savesOf('save with DNS', [...kinds, host], async ({ panel }) => {
    await panel.modules.enable('dns', 'bench');
    await draftDomains(panel, HOSTS);
  });
}

/** @param prepare what is saved before anything is measured */
async function savesOf(
  name: string,
  all: readonly Kind[],
  prepare: (service: EnabledPanel) => Promise<void>,
): Promise<readonly Row[]> {
  const samples = new Map<Kind, Sample[]>(all.map((kind) => [kind, []]));
  await endingWell(async (ending) => {
    const userNames = Array.from({ length: USERS }, (_, index) => `user${index}`);
    const service = await enabledPanel(ending, userNames);
    await prepare(service);
    await service.save({ ssl: 'optional', otherServers: false, muc: false });
    const crowd = new Crowd({
      port: portsOf(service.machine.layout).client,
      domain: 'chat.lan',
      userNames,
      password: userPassword,
      size: CLIENTS,
    });
    ending.after(() => crowd.leave());
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const kind of all) samples.get(kind)?.push(await sampleOf(kind, round, service, crowd));
    }
  });
  return [...samples].flatMap(([kind, list]) => rowsOf(name, kind, list));
}

async function sampleOf(kind: Kind, round: number, service: EnabledPanel, crowd: Crowd): Promise<Sample> {
  const bare = new Bare(service);
  await crowd.complete();
  await kind.change(service, round);
  const isEverything = kind.what === 'everything';
  if (isEverything) crowd.domain = domainOf(round);
  const before = await bare.pids();
  crowd.takeDropped();
  const save = await timedSave(service.panel);
  const last = await crowd.complete();
  const dropped = crowd.takeDropped();
  const ready = save.steps.findLast(({ sentence }) => LETS_IN.test(sentence))?.ended ?? NaN;
  const bareSeconds = await bare.again(before, await bare.pids());
  await crowd.complete();
  return {
    save,
    bare: bareSeconds,
    debian: isEverything ? await bare.debiansWay() : null,
    dropped,
    lastBack: dropped === 0 ? null : Math.max(0, last - ready) / 1000,
  };
}

function rowsOf(name: string, kind: Kind, samples: readonly Sample[]): readonly Row[] {
  const best = (pick: (sample: Sample) => number | null): number =>
    least(samples.map(pick).filter((value) => value !== null));
  const touchesDaemons = samples.some(({ save }) =>
    save.steps.some(({ sentence }) => sentence.startsWith('St')),
  );
  const saving = best(({ save }) => save.seconds);
  const what = `${name}: ${kind.what}`;
  const dropped = Math.max(...samples.map((sample) => sample.dropped));
  const rows: Row[] = [
    touchesDaemons
      ? {
          what,
          unit: 's',
          ours: saving,
          floor: { what: 'bare stop and start', value: best((sample) => sample.bare) },
          goal: { of: 'ratio', atMost: 1.25 },
        }
      : { what, unit: 's', ours: saving },
    {
      what: `${what}, its proof`,
      unit: 's',
      ours: best(({ save }) => save.proof),
      goal: { of: 'value', atMost: 3 },
    },
    {
      what: `${what}, disconnected of ${CLIENTS}`,
      unit: 'people',
      ours: dropped,
      ...(kind.isQuiet ? { goal: { of: 'value', atMost: 0 } } : {}),
    },
  ];
  if (dropped > 0)
    rows.push({
      what: `${what}, the last one is back after`,
      unit: 's',
      ours: best((sample) => sample.lastBack),
      goal: { of: 'value', atMost: 3 },
    });
  if (kind.what === 'everything')
    rows.push({
      what: `${what}, beside Debian's way`,
      unit: 's',
      ours: saving,
      floor: { what: 'all in turn', value: best((sample) => sample.debian) },
      goal: { of: 'ratio', atMost: 1 },
    });
  if (process.env['BENCH_STEPS'] !== undefined) printSteps(what, samples);
  return rows;
}

/** Says on stderr what each step took, to find out where the time goes. */
function printSteps(what: string, samples: readonly Sample[]): void {
  for (const { save, bare } of samples) {
    const steps = save.steps.map(
      ({ sentence, began, ended }) => `  ${Math.round(ended - began)} ms ${sentence}`,
    );
    process.stderr.write(
      `${what}: ${save.seconds.toFixed(2)} s, bare ${bare.toFixed(2)} s\n${steps.join('\n')}\n`,
    );
  }
}
