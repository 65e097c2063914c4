import { isDeepStrictEqual } from 'node:util';
import type { Signature } from '../../core/act.js';
import { nearEnd, type CertificateFacts } from '../../core/certificate.js';
import { choiceOf, type Choices } from '../../core/draft.js';
import type { CertificateStanding } from '../../core/module/index.js';
import type { Machine } from '../../core/ports.js';
import type { Settings } from '../../core/settings.js';
import type { Reader } from '../../core/words/reader.js';
import { type Sentence, moment, passage, say } from '../../core/words/sentence.js';
import { PanelError, reasonOf } from '../../errors.js';
import { signatureOf, thePanel } from '../records/audit-trail.js';
import type { Certified, CertificateSettings } from './certificate-settings.js';
import type { PanelStateKeeper } from '../saving/panel-state.js';
import type { SaveChanges } from '../saving/save-changes.js';
import type { WaitingSaves } from '../saving/waiting/waiting-saves.js';

/** Connected users are told so long before. */
const NOTICE_SECONDS = 60;
/** Minutes after the quiet time in which a renewal may still begin: the panel may have been busy, or off. */
const WINDOW_MINUTES = 60;
/** Minutes around the time of a save that waits, in which a renewal leaves the disconnecting to it. */
const NEAR_MINUTES = 5;

const RENEWED = say`The renewed certificate is active`;

/** What the home page says of the certificate. */
export interface CertificateNotice {
  readonly sentence: Sentence;
  readonly isUrgent: boolean;
}

/** How things stand with the certificate of a module that is on. */
export interface CertificateOutlook {
  readonly module: string;
  /** ISO 8601, of the active one; null when there is none. */
  readonly validTo: string | null;
  /** The worst first; empty when all is well. */
  readonly notices: readonly CertificateNotice[];
}

/** What is needed to renew. */
export interface CertificateRenewalParts {
  readonly machine: Machine;
  readonly keeper: PanelStateKeeper;
  readonly certificates: Pick<CertificateSettings, 'all'>;
  readonly save: Pick<SaveChanges, 'reapply' | 'current'>;
  readonly waiting: Pick<WaitingSaves, 'waiting' | 'takeAlong'>;
  /** The language of messages to users, as it is chosen now. */
  readonly userReader: () => Reader;
}

/** The certificate of a module that is on. */
interface Enabled {
  readonly certified: Certified;
  readonly settings: Settings;
}

/**
 * Notices that another certificate is due, and makes that active at the quiet time, by an ordinary save of what is saved
 * already: it is proved, and the previous one is restored when it does not serve. Until then, and when that fails, the old
 * one stays active.
 */
export class CertificateRenewal {
  readonly #parts: CertificateRenewalParts;
  /** By module: the quiet time, or the hour, of the last attempt: one each. */
  readonly #attempted = new Map<string, string>();
  /** By module: why the last renewal failed. */
  readonly #failures = new Map<string, Sentence>();
  #trouble = '';

  constructor(parts: CertificateRenewalParts) {
    this.#parts = parts;
    parts.waiting.takeAlong({
      disturbs: (choices) => this.#disturbs(choices),
      make: (choices) => this.#makeDue(choices),
    });
  }

  /** One look, to be repeated every minute. Takes a minute when there is something to do. Does not throw. */
  async look(): Promise<void> {
    try {
      for (const enabled of this.#enabled()) await this.#lookAt(enabled);
      this.#trouble = '';
    } catch (error) {
      const trouble = reasonOf(error);
      if (trouble !== this.#trouble)
        this.#parts.machine.log.error(`cannot renew the certificate: ${trouble}`);
      this.#trouble = trouble;
    }
  }

  async #lookAt(enabled: Enabled): Promise<void> {
    const { machine } = this.#parts;
    const { certified, settings } = enabled;
    const { id } = certified.module;
    const standing = await certified.control.look(machine, settings);
    if (standing.renewal === null) {
      this.#failures.delete(id);
      return;
    }
    const due = this.#momentFor(certified.control.quietTime(settings), standing.active);
    if (due === null || due === this.#attempted.get(id) || this.#isSaving()) return;
    // The save takes it along, and has told everybody.
    if (this.#waitsNear()) return;
    this.#attempted.set(id, due);
    await this.#tellEverybody(certified, settings);
    await machine.clock.sleep(NOTICE_SECONDS * 1000);
    // A save began meanwhile: the next look begins again.
    if (this.#isSaving()) this.#attempted.delete(id);
    else await this.#renew(enabled, signatureOf(thePanel));
  }

  /**
   * Makes a new certificate of a module active now; returns when the job has begun.
   * @throws PanelError `save-running`, `module-unknown`
   */
  now(module: string, who: Signature): void {
    if (this.#isSaving()) throw new PanelError('save-running');
    const enabled = this.#enabled().find(({ certified }) => certified.module.id === module);
    if (enabled === undefined) throw new PanelError('module-unknown');
    void this.#renew(enabled, who);
  }

  /** What there is to say of the active certificates, of each the worst first; empty when all is well. */
  async notices(): Promise<readonly CertificateNotice[]> {
    return (await this.outlooks()).flatMap(({ notices }) => notices);
  }

  /** Looks at the certificate of each module that is on. */
  outlooks(): Promise<readonly CertificateOutlook[]> {
    return Promise.all(this.#enabled().map((enabled) => this.#outlookOf(enabled)));
  }

  async #outlookOf({ certified, settings }: Enabled): Promise<CertificateOutlook> {
    const standing = await certified.control.look(this.#parts.machine, settings);
    const quietTime = certified.control.quietTime(settings);
    const isOwn = certified.control.source(settings).kind === 'own';
    const notices = [
      troubleNotice(standing),
      failureNotice(this.#failures.get(certified.module.id), standing),
      refusalNotice(standing),
      renewalNotice(standing, quietTime),
      this.#endNotice(standing, isOwn),
    ];
    return {
      module: certified.module.id,
      validTo: standing.active?.validTo ?? null,
      notices: notices.filter((notice) => notice !== null),
    };
  }

  /** Whom what is due disturbs. Where that is not known, nothing is taken along. */
  async #disturbs(choices: Choices): Promise<readonly Sentence[]> {
    const due = await this.#due(choices).catch(() => []);
    return due.map(({ certified }) => certified.control.disturbs);
  }

  /** What is due now, and stays so with these choices. Throws when that is not known. */
  async #due(choices: Choices): Promise<readonly Enabled[]> {
    const { machine } = this.#parts;
    const looked = await Promise.all(
      this.#enabled().map(async (enabled) => {
        const { control } = enabled.certified;
        const { renewal, active } = await control.look(machine, enabled.settings);
        const isDue =
          renewal !== null && this.#momentFor(control.quietTime(enabled.settings), active) !== null;
        return { enabled, isDue };
      }),
    );
    return looked.flatMap(({ enabled: { certified, settings }, isDue }) => {
      const next = choiceOf(choices, certified.module.id);
      const source = (of: Settings) => certified.control.source(of);
      const stays = next.enabled && isDeepStrictEqual(source(settings), source(next.settings));
      return isDue && stays ? [{ certified, settings: next.settings }] : [];
    });
  }

  /** Makes what is due for a save that begins now. What fails is left for a renewal of its own. */
  async #makeDue(choices: Choices): Promise<Sentence | null> {
    const { machine } = this.#parts;
    try {
      const due = await this.#due(choices);
      for (const { certified, settings } of due) await certified.control.makeAnew(machine, settings);
      return due.length === 0 ? null : RENEWED;
    } catch (error) {
      machine.log.error(`the certificate is not renewed together with the save: ${reasonOf(error)}`);
      return null;
    }
  }

  /** Whether a save waits whose time is about now. */
  #waitsNear(): boolean {
    const waits = this.#parts.waiting.waiting();
    if (waits === null) return false;
    const away = Math.abs(Date.parse(waits.runAt) - this.#parts.machine.clock.now().getTime());
    return away <= NEAR_MINUTES * 60_000;
  }

  async #renew({ certified, settings }: Enabled, who: Signature): Promise<void> {
    const { machine, save } = this.#parts;
    const failure = await save.reapply(say`Renewing the certificate`, RENEWED, who, () =>
      certified.control.makeAnew(machine, settings),
    );
    if (failure === null) this.#failures.delete(certified.module.id);
    else this.#failures.set(certified.module.id, failure.sentence);
  }

  async #tellEverybody({ control }: Certified, settings: Settings): Promise<void> {
    const { machine, userReader } = this.#parts;
    try {
      await control.announce(machine, settings, userReader());
    } catch (error) {
      machine.log.error(`users could not be told of the renewal: ${reasonOf(error)}`);
    }
  }

  /** Names the quiet time that is now, or the hour where the active one has expired; null when it is not time yet. */
  #momentFor(quietTime: string, active: CertificateFacts | null): string | null {
    const now = this.#parts.machine.clock.now();
    if (active !== null && new Date(active.validTo) <= now) return `ended ${now.toISOString().slice(0, 13)}`;
    const [hours = 0, minutes = 0] = quietTime.split(':').map(Number);
    const begin = hours * 60 + minutes - NOTICE_SECONDS / 60;
    const since = (now.getHours() * 60 + now.getMinutes() - begin + 2 * 24 * 60) % (24 * 60);
    return since < WINDOW_MINUTES ? new Date(now.getTime() - since * 60_000).toDateString() : null;
  }

  #endNotice({ active, renewal, refusals }: CertificateStanding, isOwn: boolean): CertificateNotice | null {
    // Another notice already says what is renewed, or why it cannot be.
    if (active === null || renewal !== null || Object.keys(refusals).length > 0) return null;
    const now = this.#parts.machine.clock.now();
    const near = nearEnd(active, now);
    if (near === 'no') return null;
    const when = moment(active.validTo, 'distance');
    const seen =
      new Date(active.validTo) <= now
        ? say`The certificate that clients see expired on ${{ time: when }}: clients refuse it.`
        : say`The certificate that clients see expires on ${{ time: when }}.`;
    const todo = isOwn ? say`The panel makes a new one.` : say`Order its renewal now.`;
    return { sentence: passage(seen, todo), isUrgent: near === 'urgent' };
  }

  #isSaving(): boolean {
    return this.#parts.save.current()?.outcome === 'running';
  }

  #enabled(): readonly Enabled[] {
    const { saved } = this.#parts.keeper.state();
    return this.#parts.certificates.all().flatMap((certified) => {
      const { enabled, settings } = choiceOf(saved, certified.module.id);
      return enabled ? [{ certified, settings }] : [];
    });
  }
}

function failureNotice(
  failure: Sentence | undefined,
  { active, renewal }: CertificateStanding,
): CertificateNotice | null {
  if (failure === undefined || renewal === null) return null;
  const sentence = say`The renewed certificate could not be used: ${{ reason: failure }}.`;
  return { sentence: passage(sentence, staysInUse(active)), isUrgent: true };
}

function troubleNotice({ trouble }: CertificateStanding): CertificateNotice | null {
  return trouble === '' ? null : { sentence: trouble, isUrgent: true };
}

function refusalNotice({ refusals, active }: CertificateStanding): CertificateNotice | null {
  const [refusal] = Object.values(refusals);
  if (refusal === undefined) return null;
  const sentence = say`The certificate in the settings cannot be used: ${{ reason: refusal }}.`;
  return { sentence: passage(sentence, staysInUse(active)), isUrgent: true };
}

function renewalNotice({ renewal }: CertificateStanding, quietTime: string): CertificateNotice | null {
  if (renewal === null) return null;
  return {
    sentence: passage(renewal, say`It takes effect at ${{ time: quietTime }}.`),
    isUrgent: false,
  };
}

function staysInUse(active: CertificateFacts | null): Sentence | '' {
  return active === null
    ? ''
    : say`The active certificate, valid until ${{ day: moment(active.validTo, 'day') }}, stays in use.`;
}
