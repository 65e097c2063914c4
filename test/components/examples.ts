import {
  blankField,
  type FieldView,
  type FindingView,
  type WarningView,
} from '../../src/core/forms/field-view.js';
import type { Locals } from '../../src/core/page.js';
import { readQuery, tableView, type TableShape } from '../../src/core/table/index.js';
import { plotOf } from '../../src/web/plot.js';
import { say, verbatim } from '../../src/core/words/sentence.js';

const field = (name: string, label: string, more: Partial<FieldView> = {}): FieldView => ({
  ...blankField(name, verbatim(label)),
  ...more,
});

const help = verbatim(
  'What the field is for, in one or two sentences that may be longer than the field is wide.',
);
const error = verbatim('This is not a domain name.');

const findings: readonly FindingView[] = [
  { title: verbatim('Domain'), sentence: verbatim('The server serves chat.example.org.'), asPromised: true },
  { title: verbatim('Direct TLS'), sentence: verbatim('Port 5223 is closed.'), asPromised: false },
];

const warnings: readonly WarningView[] = [
  {
    sentence: verbatim('Advice with lines to copy, a remedy, and more lines that are folded.'),
    lines: ['_xmpp-client._tcp.chat.example.org. 3600 IN SRV 0 5 5222 chat.example.org.'],
    remedy: { label: verbatim('Do it'), path: '#remedy' },
    others: { summary: verbatim('Other lines'), lines: ['chat.example.org. 3600 IN A 192.0.2.1'] },
  },
];

const choices = ['Disabled', 'Optional', 'Required'].map((value) => ({
  value,
  label: verbatim(value),
  help: verbatim(`What happens if you choose “${value}”, in a sentence.`),
  isRecommended: value === 'Required',
}));

const onOff = choices
  .slice(0, 2)
  .map((choice, index) => ({ ...choice, label: verbatim(index === 0 ? 'Enabled' : 'Disabled') }));

const cells = (line: string, wrong = false): readonly FieldView[] => [
  field(`${line}.name`, 'Name', { isCell: true, value: 'printer', ...(wrong ? { error } : {}) }),
  field(`${line}.number`, 'Number', { isCell: true, control: 'number', value: '5' }),
  field(`${line}.on`, 'Active', { isCell: true, control: 'tick', ticked: true }),
];

/** A table that is searched, sorted and paged. */
const rowsShape: TableShape = {
  path: '#hosts',
  prefix: 'hosts-',
  size: 50,
  sorts: ['title'],
  filters: [
    { kind: 'text', name: 'search', label: verbatim('A text') },
    {
      kind: 'choice',
      name: 'kind',
      label: verbatim('A choice'),
      choices: [{ value: '', label: verbatim('All') }],
    },
    { kind: 'day', name: 'day', label: verbatim('A day') },
    { kind: 'tick', name: 'tick', label: verbatim('A tick of the filter') },
  ],
};

const plot = (key: string, kind: 'level' | 'count', values: readonly (number | null)[]) => ({
  ...plotOf(kind, values),
  key,
  label: verbatim(`Plot of ${key}`),
  summary: verbatim('At most 7'),
});

/** What the page of components shows, beside what it has written out. */
export const examples: Locals = {
  findings,
  warnings,
  fields: [
    field('text', 'A text', { value: 'chat.example.org', help, findings, warnings }),
    field('password', 'A password', { control: 'password', help }),
    field('number', 'A number', { control: 'number', value: '5222', help }),
    field('tick', 'A tick', { control: 'tick', ticked: true, help, findings }),
    field('cards', 'Cards', { control: 'cards', value: 'Required', choices, help, warnings, findings }),
    field('on', 'A switch', { control: 'switch', value: 'on', ticked: true, choices: onOff }),
    field('off', 'A switch that is off', { control: 'switch', value: 'on', choices: onOff, help }),
    field('new', 'New password', { control: 'password', autocomplete: 'new-password', help }),
    field('again', 'Repeat password', { control: 'password', autocomplete: 'new-password' }),
    field('choice', 'A choice', { control: 'choice', value: 'Required', choices, help }),
  ],
  mistaken: [
    field('wrong', 'A text with a mistake', { value: 'a_b', error, help, required: true }),
    field('wrong-choice', 'A choice with a mistake', { control: 'choice', error, choices }),
    field('wrong-cards', 'Cards with a mistake', { control: 'cards', error, choices }),
    field('wrong-switch', 'A switch with a mistake', {
      control: 'switch',
      value: 'on',
      error,
      choices: onOff,
    }),
    field('wrong-tick', 'A tick with a mistake', { control: 'tick', error }),
  ],
  more: [
    field('plain', 'A text without help'),
    field('plain-tick', 'A tick without help', { control: 'tick' }),
  ],
  rows: field('rows', 'Rows', {
    control: 'rows',
    help,
    error: verbatim('Correct the rows that are marked.'),
    table: {
      columns: ['Name', 'Number', 'Active'].map((label) => ({ label: verbatim(label), help })),
      lines: [
        { rowId: 'a', name: 'rows.0', title: verbatim('printer'), cells: cells('rows.0', true) },
        { rowId: '', name: 'rows.1', title: verbatim('new row 1'), cells: cells('rows.1') },
      ],
      firstEmpty: 'field-rows-1-name',
    },
  }),
  rowSection: {
    id: 'hosts',
    title: 'Rows that have pages of their own',
    help,
    add: { path: '#hosts', label: 'Add a row' },
    columns: ['Name', 'Address'],
    table: tableView(
      rowsShape,
      readQuery(rowsShape, () => ''),
      { page: 2, pages: 9, total: 420 },
    ),
    rows: [{ path: '#hosts', title: 'printer', cells: ['192.0.2.7'] }],
    warnings: [],
    findings: [],
  },
  activity: {
    choices: ['Day', 'Week'].map((label, index) => ({
      label: verbatim(label),
      path: '#activity',
      isChosen: index === 0,
    })),
    since: '2026-11-26T20:00:00.000Z',
    as: 'time',
    plots: [
      plot('sessions', 'level', [null, null, 3, 5, 4, 4]),
      plot('sign-ins', 'count', [null, null, 2, 0, 7, 1]),
      plot('refusals', 'count', []),
    ],
    hasGaps: true,
    rows: [{ from: '2026-11-26T20:00:00.000Z', values: [5, null, 0] }],
  },
  job: {
    outcome: 'running',
    sentence: 'Starting the daemons',
    percent: 60,
    steps: ['done', 'running', 'failed', 'waiting', 'skipped'].map((status) => ({
      status,
      sentence: `A step that is ${status}`,
      word: status,
    })),
  },
};

const entry = (label: string, icon: string, path = '#main'): Locals => ({ label, icon, path });

/** The groups of the menu. */
export const menu: Locals = {
  current: '#here',
  aria: 'page',
  groups: [
    { heading: '', entries: [entry('Home', 'home'), entry('Module State', 'modules', '#here')] },
    { heading: 'Users', entries: [entry('Users', 'users'), entry('Add User', 'add')] },
  ],
};

/** The frame around the page, without its menu, as an administrator with pending changes sees it. */
export const frame = {
  title: 'Components',
  failed: false,
  script: '',
  refresh: '',
  token: 'token',
  zoneCookie: 'zone',
  version: '1.2.3',
  serverName: 'machine.example.org',
  signedIn: {
    who: 'admin',
    help: '#help',
    pending: 3,
    saving: false,
    waits: '2026-11-27T03:30:00.000Z',
    notices: [{ kind: 'done', sentence: say`Your changes were kept.` }],
    warnAfter: 10_000,
    endAfter: 20_000,
  },
};
