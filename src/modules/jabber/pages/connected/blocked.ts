import { isAsked } from '../../../../core/act.js';
import { choice } from '../../../../core/fields/choice.js';
import { text } from '../../../../core/fields/text.js';
import { focusFirstError } from '../../../../core/forms/focus.js';
import { settingFields } from '../../../../core/forms/setting-fields.js';
import type { Frame } from '../../../../core/module/index.js';
import {
  movedTo,
  shown,
  type Notice,
  type PageAnswer,
  type PageDeclaration,
  type PageRequest,
} from '../../../../core/page.js';
import type { FieldErrors } from '../../../../core/settings.js';
import { moment, say, type Sentence } from '../../../../core/words/sentence.js';
import { blockActs, CANNOT, guardStateOf } from '../../blocking/acts.js';
import { blocksOf } from '../../blocking/blocks.js';
import { durations, USUAL_DURATION } from '../../blocking/durations.js';
import { doneSentence, NOT_ACTIVE } from '../../blocking/words.js';
import { orRefused } from '../rooms/or-refused.js';
import { BLOCKED, CONNECTED } from './paths.js';

const fields = [
  text({
    name: 'address',
    label: say`Address to block`,
    help: say`Such as 203.0.113.9 or 2001:db8::7. With an address of IPv6, all addresses with the same first 64 bits are blocked. All users behind one router (a school, an office) have one address.`,
  }),
  choice({ name: 'time', label: say`For how long`, help: '', choices: durations }),
];

/** The addresses that are blocked, and blocking one. */
export function blockedPages(frame: Seen): readonly PageDeclaration[] {
  const { block, unblock } = blockActs(frame);
  return [
    {
      path: BLOCKED,
      showsLateForm: true,
      get: (request) =>
        show(frame, {
          address: request.late === null ? request.query('address') : request.field('address'),
          time: request.late === null ? USUAL_DURATION : request.field('time'),
          message: request.late ?? '',
        }),
      async post(request: PageRequest) {
        const wanted = { address: request.field('address'), time: request.field('time') };
        const came = await orRefused(block.request(wanted, request.permission));
        if (isAsked(came)) return { kind: 'asking', asked: came, cancel: BLOCKED };
        if (came.kind === 'invalid') return show(frame, { ...wanted, errors: came.errors });
        if (came.kind === 'refused') return show(frame, { ...wanted, ...came, message: came.sentence });
        const done = say`${{ address: came.address }} is blocked until ${{ time: moment(came.until) }}.`;
        return movedTo(BLOCKED, noticeOf(came.isActive, done));
      },
    },
    {
      path: `${BLOCKED}/end`,
      async post(request: PageRequest) {
        const address = request.field('address');
        const came = await unblock.request({ address }, request.permission);
        if (isAsked(came)) return { kind: 'asking', asked: came, cancel: BLOCKED };
        if (came.kind === 'not-blocked')
          return movedTo(BLOCKED, { kind: 'done', sentence: say`This address was not blocked any more.` });
        return movedTo(BLOCKED, noticeOf(came.isActive, say`${{ address }} is unblocked.`));
      },
    },
  ];
}

function noticeOf(isActive: boolean, done: Sentence): Notice {
  return { kind: isActive ? 'done' : 'warning', sentence: doneSentence(isActive, done) };
}

interface Typed {
  readonly address: string;
  readonly time: string;
  readonly errors?: FieldErrors;
  readonly message?: Sentence | '';
  readonly status?: number;
}

type Seen = Pick<Frame, 'machine' | 'active' | 'connectedLately' | 'gate' | 'isOn'>;

async function show(frame: Seen, typed: Typed): Promise<PageAnswer> {
  const { address, time, errors = {}, message = '', status = 200 } = typed;
  const blocks = await blocksOf(frame.machine).list();
  const isForbidden = frame.isOn() && (await guardStateOf(frame.machine)) === 'forbidden';
  return shown({
    template: 'jabber/blocked',
    title: say`Blocked addresses`,
    status: Object.keys(errors).length > 0 ? 422 : status,
    locals: {
      action: BLOCKED,
      end: `${BLOCKED}/end`,
      back: CONNECTED,
      isServed: frame.isOn(),
      message: errors[''] ?? message,
      warning: isForbidden
        ? CANNOT
        : blocks.length > 0 && !blocksOf(frame.machine).isActive
          ? NOT_ACTIVE
          : '',
      fields: focusFirstError(settingFields(fields, { values: { address, time }, errors })),
      blocks,
    },
  });
}
