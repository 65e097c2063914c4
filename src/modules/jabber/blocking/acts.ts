import type { Act } from '../../../core/act.js';
import type { Frame, Question } from '../../../core/module/index.js';
import type { Machine } from '../../../core/ports.js';
import type { FieldErrors } from '../../../core/settings.js';
import { many, moment, quantity, say, type Sentence } from '../../../core/words/sentence.js';
import { guardState } from '../guard.js';
import { liveOf } from '../live/live.js';
import { blockedWith, blockingProblem, isWith } from './address.js';
import { blocksOf, MOST_BLOCKS } from './blocks.js';
import { hoursOf } from './durations.js';

type Grounds = Pick<Frame, 'machine' | 'active' | 'connectedLately'>;

/** An address, and for how long, as durations.ts names it. */
export interface WantedBlock {
  readonly address: string;
  readonly time: string;
}

/** What came of it. */
export type BlockCame =
  | { readonly kind: 'invalid'; readonly errors: FieldErrors }
  /** `isActive`: whether the guard took it; it is told again every few seconds. */
  | {
      readonly kind: 'blocked';
      readonly address: string;
      readonly until: string;
      readonly isActive: boolean;
    };

/** Has the connection guard end new connections of an address for some time. */
export function blockAddress(grounds: Grounds): Act<WantedBlock, BlockCame> {
  const { machine } = grounds;
  const titleOf = ({ address }: WantedBlock): Sentence =>
    say`Address ${{ address: blockedWith(address) ?? address }} blocked`;
  return {
    name: 'chat.block-address',
    title: titleOf,
    async check({ address, time }) {
      const errors = await problemsOf(grounds, address, time);
      return Object.keys(errors).length > 0 ? { kind: 'invalid', errors } : null;
    },
    question: ({ address }) => questionOf(grounds, blockedWith(address) ?? address),
    async do(wanted, { actor, record }) {
      const address = blockedWith(wanted.address) ?? wanted.address;
      const now = machine.clock.now();
      const until = new Date(now.getTime() + (hoursOf(wanted.time) ?? 0) * 3_600_000).toISOString();
      const blocks = blocksOf(machine);
      await blocks.add({ address, since: now.toISOString(), until, who: actor.who });
      const isActive = await blocks.tell();
      await record({
        what: titleOf(wanted),
        after: say`until ${{ time: moment(until) }}`,
        ...outcomeOf(isActive),
      });
      return { kind: 'blocked', address, until, isActive };
    },
  };
}

/** What came of unblocking. */
export type UnblockCame =
  { readonly kind: 'not-blocked' } | { readonly kind: 'unblocked'; readonly isActive: boolean };

/** Lets an address connect again. */
export function unblockAddress({ machine }: Grounds): Act<Pick<WantedBlock, 'address'>, UnblockCame> {
  const find = async (address: string) =>
    (await blocksOf(machine).list()).find((block) => block.address === blockedWith(address)) ?? null;
  const titleOf = (address: string): Sentence =>
    say`Address ${{ address: blockedWith(address) ?? address }} unblocked`;
  return {
    name: 'chat.unblock-address',
    title: ({ address }) => titleOf(address),
    check: async ({ address }) => ((await find(address)) === null ? { kind: 'not-blocked' } : null),
    async do({ address }, { record }) {
      const before = await find(address);
      await blocksOf(machine).remove(blockedWith(address) ?? address);
      const isActive = await blocksOf(machine).tell();
      await record({
        what: titleOf(address),
        ...(before === null ? {} : { before: say`until ${{ time: moment(before.until) }}` }),
        ...outcomeOf(isActive),
      });
      return { kind: 'unblocked', isActive };
    },
  };
}

/** Both acts behind the gate. */
export function blockActs(frame: Grounds & Pick<Frame, 'gate'>) {
  return { block: frame.gate(blockAddress(frame)), unblock: frame.gate(unblockAddress(frame)) } as const;
}

export type BlockActs = ReturnType<typeof blockActs>;

function outcomeOf(isActive: boolean): { readonly outcome?: Sentence } {
  return isActive ? {} : { outcome: say`kept; the connection guard does not answer and is told later` };
}

async function problemsOf(grounds: Grounds, address: string, time: string): Promise<FieldErrors> {
  const { machine } = grounds;
  if (grounds.active() === null) return { '': say`The chat service is disabled.` };
  if ((await guardStateOf(machine)) === 'forbidden') return { '': CANNOT };
  const problem = blockingProblem(address, machine.network.ownAddresses());
  const isKnown = (await blocksOf(machine).list()).some(isBlock(address));
  const isFull = !isKnown && (await blocksOf(machine).list()).length >= MOST_BLOCKS;
  return {
    ...(problem === null ? {} : { address: problem }),
    ...(hoursOf(time) === null ? { time: say`Choose a time from the list.` } : {}),
    ...(isFull
      ? { '': say`${{ count: quantity(MOST_BLOCKS) }} addresses are blocked already. Unblock one first.` }
      : {}),
  };
}

const isBlock =
  (address: string) =>
  (block: { readonly address: string }): boolean =>
    block.address === blockedWith(address);

/** That nothing can be blocked on this machine. */
export const CANNOT = say`This machine does not let the connection guard close connections, so no address can be blocked. “eboxctl doctor” shows what to do.`;

/** How the guard does; null when it does not answer. */
export function guardStateOf({ network, layout }: Pick<Machine, 'network' | 'layout'>) {
  return guardState(network, layout).catch(() => null);
}

/** Asked where users are connected from there now, who would not get in again, and where that is not known. */
async function questionOf(grounds: Grounds, blocked: string): Promise<Question | null> {
  const sessions = await grounds.connectedLately().catch(() => null);
  const { known } = liveOf(grounds.machine);
  const isThere = isWith(blocked);
  const linked = (sessions ?? []).map(({ address, userName }) => ({
    userName,
    link: known.of(address).link,
  }));
  const users = new Set(
    linked.flatMap(({ userName, link }) => (link !== null && isThere(link.address) ? [userName] : [])),
  );
  const isAllKnown = sessions !== null && linked.every(({ link }) => link !== null);
  if (users.size === 0 && isAllKnown) return null;
  return {
    title: say`Block ${{ address: blocked }}?`,
    sentences: [
      ...(users.size === 0 ? [] : [connectedThere(users.size)]),
      ...(isAllKnown ? [] : [unknown(users.size)]),
    ],
    answers: [{ label: say`Block` }],
  };
}

function connectedThere(users: number): Sentence {
  return many(
    users,
    say`One user is connected from this address now, and stays connected. While the address is blocked, this user cannot connect again from there.`,
    say`${{ count: quantity(users) }} users are connected from this address now, and stay connected. While the address is blocked, they cannot connect again from there.`,
  );
}

function unknown(users: number): Sentence {
  return users === 0
    ? say`Who is connected from there is not known.`
    : say`Not all addresses of the others are known.`;
}
