import type { Actor, Deed } from '../../core/act.js';
import { recordOf, THE_PANEL, whoOf, type NamedAct } from '../../core/audit-record.js';
import type { AuditRecord, Machine } from '../../core/ports.js';
import { english } from '../../core/words/english.js';
import type { Reader } from '../../core/words/reader.js';
import { say, type Sentence } from '../../core/words/sentence.js';
import { pageOf, type TablePage } from '../../core/table/index.js';
import { PanelError, reasonOf, troubleOf } from '../../errors.js';
import { ActPlaces, AuditActs, type AuditAct } from './audit-acts.js';
import { auditFilter, isUsual, type AuditFilter } from './audit-filter.js';

/** How many records are looked through and exported at most: more than the files hold of usual ones. */
const LOOKED_THROUGH = 100_000;

/** How many pages behind the one that is shown are looked for where nothing is filtered. */
const PAGES_AHEAD = 2;

/** Acts, the latest first. */
export interface AuditPage extends TablePage<AuditAct> {
  /** True when there are more than these pages. */
  readonly isCut: boolean;
}

/** The panel itself, for what it does unasked. */
export const thePanel: Actor = { who: THE_PANEL, from: '', session: '' };

/** Who, from where and in which session if any, as a list of changes shows it. */
export function signatureOf({ who, from, session }: Actor): Sentence {
  const user = whoOf(who);
  if (from === '') return user;
  return session === ''
    ? say`${{ user }} from ${{ address: from }}`
    : say`${{ user }} from ${{ address: from }}, session ${{ number: session }}`;
}

/** Writes down who did what, before the answer is sent. */
export class AuditTrail {
  readonly #machine: Pick<Machine, 'audit' | 'clock' | 'log'>;

  constructor(machine: Pick<Machine, 'audit' | 'clock' | 'log'>) {
    this.#machine = machine;
  }

  /**
   * Asked before anything is done: what could not be written down is not done.
   * @throws PanelError `not-recorded`
   */
  async prepare(): Promise<void> {
    try {
      await this.#machine.audit.prepare();
    } catch (error) {
      throw new PanelError('not-recorded', { reason: troubleOf(error) }, error);
    }
  }

  /** Writes down what was done without an act, such as a sign-in. */
  record(actor: Actor, ...deeds: readonly Deed[]): Promise<void> {
    return this.#write(actor, null, deeds);
  }

  /** Writes down what an act did; the page Audit Log shows all of it as one. */
  recordAct(actor: Actor, act: NamedAct, deeds: readonly Deed[]): Promise<void> {
    return this.#write(actor, act, deeds);
  }

  /** What is done is not undone because it cannot be written down: the panel's log says so, and what was done. */
  async #write(actor: Actor, act: NamedAct | null, deeds: readonly Deed[]): Promise<void> {
    const { audit, clock, log } = this.#machine;
    const when = clock.now().toISOString();
    for (const deed of deeds) {
      const record = recordOf(when, actor, deed, act);
      try {
        await audit.append(record);
      } catch (error) {
        log.error(
          `cannot write the audit log (${reasonOf(error)}): ${english(signatureOf(actor))}: ${record.what}: ${record.outcome}`,
        );
      }
    }
  }

  /** The latest records, the newest first. */
  latest(count: number): Promise<readonly AuditRecord[]> {
    return this.#machine.audit.latest(count);
  }

  /** One page of the acts that match, the latest first. */
  async page(
    filter: AuditFilter,
    reader: Reader,
    wanted: { page: number; size: number },
  ): Promise<AuditPage> {
    if (isUsual(filter)) return this.#pageOfAll(wanted);
    const { acts, isCut } = await this.#matching(filter, reader);
    return { ...pageOf(acts, wanted.page, wanted.size), isCut };
  }

  /** Only the records of the page are read; of the acts before it, and of some behind it, one looks only how many they are. */
  async #pageOfAll({ page, size }: { page: number; size: number }): Promise<AuditPage> {
    const shown = new AuditActs();
    const places = new ActPlaces();
    let [looked, isCut] = [0, false];
    for await (const { acts, read } of this.#machine.audit.unread()) {
      const ofPage: number[] = [];
      for (let index = 0; index < acts.length && !isCut; index += 1) {
        looked += 1;
        const place = places.of(acts[index] ?? null, (page + PAGES_AHEAD) * size);
        isCut = place === null || looked > LOOKED_THROUGH;
        if (place !== null && Math.floor(place / size) === page - 1) ofPage.push(index);
      }
      for (const record of await read(ofPage)) if (record !== null) shown.add(record, true);
      if (isCut) break;
    }
    const { count } = places;
    const pages = Math.max(1, Math.ceil(count / size));
    if (page > pages) return this.#pageOfAll({ page: pages, size });
    return { rows: shown.matching(), page, pages, total: count, isCut };
  }

  /** All records of the acts that match, the newest first, for a file to be taken away. */
  async matching(filter: AuditFilter, reader: Reader): Promise<readonly AuditRecord[]> {
    const { acts } = await this.#matching(filter, reader);
    return acts.flatMap(({ records }) => records);
  }

  async #matching(
    filter: AuditFilter,
    reader: Reader,
  ): Promise<{ readonly acts: readonly AuditAct[]; readonly isCut: boolean }> {
    const passes = auditFilter(filter, reader);
    const acts = new AuditActs();
    let looked = 0;
    for await (const record of this.#machine.audit.newest()) {
      looked += 1;
      if (looked > LOOKED_THROUGH) break;
      acts.add(record, passes(record));
    }
    return { acts: acts.matching(), isCut: looked > LOOKED_THROUGH };
  }
}
