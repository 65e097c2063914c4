import { setTimeout as delay } from 'node:timers/promises';
import { addUser, enabledPanel, userPassword, type EnabledPanel } from '../test/helpers/enabled-panel.js';
import { Crowd } from './crowd.js';
import { endingWell } from './ending.js';
import { endOf, fifty, idleFlood, RATE, RISING } from './floods.js';
import type { Row } from './row.js';
import { draft } from './drafts.js';
import { LETS_IN } from './saves.js';
import { timedSave } from './timed-save.js';
import { portsOf } from '../src/modules/jabber/ports.js';

const CLIENTS = 100;
const USERS = 20;
/** How often each is saved; the slowest counts. */
const ROUNDS = 3;

/** Saves while strangers connect and do not sign in: whether each goes through, and what those who chat notice. */
export async function floodedSaves(): Promise<readonly Row[]> {
  return endingWell(async (ending) => {
    const userNames = Array.from({ length: USERS }, (_, index) => `user${index}`);
    const service = await enabledPanel(ending, userNames);
    const crowd = new Crowd({
      port: portsOf(service.machine.layout).client,
      domain: 'chat.lan',
      userNames,
      password: userPassword,
      size: CLIENTS,
    });
    ending.after(() => crowd.leave());
    await crowd.complete();
    const kinds: readonly Kind[] = [
      { what: 'a user added', change: (round) => addUser(service.panel, `added${round}`) },
      { what: 'rooms on or off', change: (round) => draft(service, { muc: round % 2 === 1 }) },
      {
        what: 'SSL',
        change: (round) => draft(service, { ssl: round % 2 === 0 ? 'optional' : 'required' }),
      },
    ];
    const rows: Row[] = [];
    let round = 0;
    for (const [what, addresses] of [
      ['no flood', []],
      [`${RATE} idle connections a second from one address`, ['127.0.4.1']],
      [`${RATE} idle connections a second from fifty addresses`, fifty],
    ] as const) {
      const flooder = addresses.length === 0 ? null : await idleFlood(ending, service, RATE, addresses);
      if (flooder !== null) await delay(RISING * 1000);
      const samples = new Map<Kind, Sample[]>(kinds.map((kind) => [kind, []]));
      for (let count = 0; count < ROUNDS; count += 1) {
        for (const kind of kinds) {
          await kind.change(round);
          samples.get(kind)?.push(await sampleOf(service, crowd));
        }
        round += 1;
      }
      if (flooder !== null) await endOf(flooder);
      for (const [kind, list] of samples) rows.push(...rowsOf(`${what}, save: ${kind.what}`, list));
    }
    return rows;
  });
}

/** A kind of save, and what to change before it. */
interface Kind {
  readonly what: string;
  change(round: number): Promise<void>;
}

/** What one save gave. Seconds. */
interface Sample {
  readonly seconds: number;
  readonly proof: number;
  readonly dropped: number;
  /** From the moment when clients are let in until the last one is back; null when nobody was disconnected. */
  readonly lastBack: number | null;
}

async function sampleOf({ panel }: EnabledPanel, crowd: Crowd): Promise<Sample> {
  crowd.takeDropped();
  const { seconds, proof, steps } = await timedSave(panel);
  const last = await crowd.complete();
  const dropped = crowd.takeDropped();
  const ready = steps.findLast(({ sentence }) => LETS_IN.test(sentence))?.ended ?? NaN;
  return { seconds, proof, dropped, lastBack: dropped === 0 ? null : Math.max(0, last - ready) / 1000 };
}

function rowsOf(what: string, samples: readonly Sample[]): readonly Row[] {
  const most = (pick: (sample: Sample) => number): number => Math.max(...samples.map(pick));
  const rows: Row[] = [
    { what, unit: 's', ours: most(({ seconds }) => seconds) },
    {
      what: `${what}, its proof`,
      unit: 's',
      ours: most(({ proof }) => proof),
      goal: { of: 'value', atMost: 3 },
    },
    { what: `${what}, disconnected of ${CLIENTS}`, unit: 'people', ours: most(({ dropped }) => dropped) },
  ];
  if (samples.some(({ lastBack }) => lastBack !== null))
    rows.push({
      what: `${what}, the last one is back after`,
      unit: 's',
      ours: most(({ lastBack }) => lastBack ?? 0),
      goal: { of: 'value', atMost: 3 },
    });
  return rows;
}
