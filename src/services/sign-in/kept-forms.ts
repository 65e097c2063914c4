import type { Clock } from '../../core/ports.js';

/** So many forms are kept, each for so many milliseconds. */
const MOST = 5;
const KEPT_FOR = 3_600_000;

/** A form that was sent when the session had ended. Its passwords are left out. */
export interface KeptForm {
  /** Where it was sent. */
  readonly path: string;
  readonly fields: ReadonlyMap<string, string>;
  readonly hadPasswords: boolean;
}

/**
 * Forms that came too late, in memory, each for the browser that sent it: what was typed is shown again to the
 * administrator who signs in there. Nothing of it is ever carried out.
 */
export class KeptForms {
  readonly #clock: Clock;
  readonly #forms = new Map<string, KeptForm & { readonly at: number }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Keeps the form in place of an older one of the same browser. The oldest goes when there are too many. */
  keep(device: string, form: KeptForm): void {
    this.#forms.delete(device);
    this.#forms.set(device, { ...form, at: this.#clock.monotonic() });
    const [oldest] = this.#forms.keys();
    if (this.#forms.size > MOST && oldest !== undefined) this.#forms.delete(oldest);
  }

  /** Gives this browser's form for this path, and keeps it no longer; null when there is none, or an old one. */
  take(device: string, path: string): KeptForm | null {
    const form = this.#forms.get(device);
    if (form?.path !== path) return null;
    this.#forms.delete(device);
    return this.#clock.monotonic() - form.at < KEPT_FOR ? form : null;
  }
}
