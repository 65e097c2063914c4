import type { Module, StandingFact } from '../../../core/module/index.js';
import { moment, quantity, say, type Sentence } from '../../../core/words/sentence.js';
import type { CertificateOutlook } from '../../../services/certificates/certificate-renewal.js';
import type { DaemonRow } from '../../../services/daemons/daemon-row.js';
import type { Deps } from '../../deps.js';

/** The answer to "does it work?" of one module. */
export interface AnswerView {
  readonly isWell: boolean;
  readonly sentence: Sentence;
  /** How many are connected, or `''` where that is not known. */
  readonly connected: Sentence | '';
  /** What is not known is left out. */
  readonly facts: readonly StandingFact[];
  /** ISO 8601; null where it is not known. */
  readonly lastSave: string | null;
}

/** What the pages found out already. */
export interface Found {
  readonly daemons: readonly DaemonRow[];
  readonly certificates: readonly CertificateOutlook[];
}

type Needs = Pick<Deps, 'registry' | 'draft' | 'modules' | 'sessionWatch' | 'users' | 'lastSave' | 'clock'>;

/** The answers of the modules that are on and have one. */
export async function answersOf(needs: Needs, found: Found): Promise<readonly AnswerView[]> {
  const on = needs.modules.rows().filter(({ savedEnabled }) => savedEnabled);
  return (await Promise.all(on.map(({ module }) => answerOf(needs, module, found)))).flat();
}

async function answerOf(
  { registry, draft, sessionWatch, users, lastSave, clock }: Needs,
  { id, answer }: Module,
  { daemons, certificates }: Found,
): Promise<readonly AnswerView[]> {
  if (answer === null) return [];
  const { saved } = await draft.view(id);
  const needed = registry.withDependencies(id).map((module) => module.id);
  const isWell = daemons
    .filter(({ moduleId, state }) => needed.includes(moduleId) && state !== 'disabled')
    .every(({ state }) => state === 'running');
  const seen = sessionWatch.seen(id);
  return [
    {
      isWell,
      sentence: isWell ? answer.works(saved) : answer.fails(saved),
      connected: seen === null ? '' : answer.connected(seen.sessions, seen.users),
      facts: [
        ...usersFact(users.count()),
        ...certificateFact(certificates, id, clock.now()),
        ...answer.facts(saved),
      ],
      lastSave: lastSave.get()?.when ?? null,
    },
  ];
}

function usersFact(count: number | null): readonly StandingFact[] {
  return count === null ? [] : [{ label: say`Users`, value: quantity(count) }];
}

function certificateFact(
  certificates: readonly CertificateOutlook[],
  module: string,
  now: Date,
): readonly StandingFact[] {
  const validTo = certificates.find((one) => one.module === module)?.validTo ?? null;
  if (validTo === null) return [];
  const day = moment(validTo, 'day');
  const value = new Date(validTo) > now ? say`Valid until ${{ day }}` : say`Expired on ${{ day }}`;
  return [{ label: say`Certificate`, value }];
}
