import { judgeClock } from '../../core/clock-went-back.js';
import type { Finding } from '../../core/finding.js';
import { judgeSpace } from '../../core/free-space.js';
import type { Machine } from '../../core/ports.js';
import { reasonOf } from '../../errors.js';

type Looked = Pick<Machine, 'files' | 'layout' | 'audit' | 'clock' | 'log'>;

/** What is wrong with the machine under the daemons, as the doctor finds it too. */
export class MachineFindings {
  readonly #machine: Looked;

  constructor(machine: Looked) {
    this.#machine = machine;
  }

  /** What is not well just now. What cannot be looked at is logged. Does not throw. */
  async unwell(): Promise<readonly Finding[]> {
    return (await this.all()).filter(({ verdict }) => verdict !== 'ok');
  }

  /** What was found, good or not. What cannot be looked at is logged. Does not throw. */
  async all(): Promise<readonly Finding[]> {
    const { files, layout, audit, clock } = this.#machine;
    const found = await Promise.all([
      this.#looked('how much room there is', async () =>
        judgeSpace(await files.space(layout.state), layout.state),
      ),
      this.#looked('whether the clock went back', async () =>
        judgeClock(clock.now().getTime(), (await audit.latest(1))[0]?.when),
      ),
    ]);
    return found.flat();
  }

  async #looked(what: string, look: () => Promise<readonly Finding[]>): Promise<readonly Finding[]> {
    try {
      return await look();
    } catch (error) {
      this.#machine.log.error(`cannot tell ${what}: ${reasonOf(error)}`);
      return [];
    }
  }
}
