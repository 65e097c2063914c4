import { changeOutcome, columns, type Command } from '../../../../core/shell/command.js';
import { moment, say } from '../../../../core/words/sentence.js';
import { USUAL_DURATION } from '../../blocking/durations.js';
import { NOT_ACTIVE } from '../../blocking/words.js';
import { blocksVerb, blockVerb, unblockVerb } from './verbs.js';

/** Blocking addresses at the chat server, in the shell. */
export const blockCommands: readonly Command[] = [
  {
    name: 'blocks list',
    operands: '',
    least: 0,
    most: 0,
    options: [],
    summary: say`List the addresses that cannot connect to the chat server, until when, and who blocked them.`,
    manual: [],
    async run({ control }) {
      const { blocks, isActive } = await control.ask(blocksVerb, {});
      const rows = blocks.map(({ address, until, who }) => [address, moment(until), who]);
      const isUntold = blocks.length > 0 && !isActive;
      return { data: { blocks, isActive }, lines: [columns(rows), ...(isUntold ? [NOT_ACTIVE] : [])] };
    },
  },
  {
    name: 'blocks add',
    operands: 'ADDRESS',
    least: 1,
    most: 1,
    options: [
      {
        name: 'for',
        value: 'TIME',
        help: say`1h, 1d, 7d or 30d; one day where it is left out.`,
      },
    ],
    summary: say`Close new connections of an address to the chat server at once, for some time.`,
    manual: [
      say`Nothing restarts, and sessions that are open stay open. Of an address of IPv6, all addresses with the same first 64 bits are blocked. Addresses of this machine cannot be blocked.`,
      say`If users are connected from the address now, it needs --yes.`,
    ],
    run: async ({ control, operands: [address = ''], text, flag }) =>
      changeOutcome(
        await control.ask(blockVerb, { address, time: text('for') ?? USUAL_DURATION, yes: flag('yes') }),
      ),
  },
  {
    name: 'blocks remove',
    operands: 'ADDRESS',
    least: 1,
    most: 1,
    options: [],
    summary: say`Let a blocked address connect again.`,
    manual: [],
    run: async ({ control, operands: [address = ''] }) =>
      changeOutcome(await control.ask(unblockVerb, { address })),
  },
];
