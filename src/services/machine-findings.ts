import type { Finding } from '../core/finding.js';
import { judgeSpace } from '../core/free-space.js';
import type { Machine } from '../core/ports.js';
import { reasonOf } from '../errors.js';

/** What is wrong with the machine under the daemons, as the doctor finds it too. */
export class MachineFindings {
  readonly #machine: Pick<Machine, 'files' | 'layout' | 'log'>;

  constructor(machine: Pick<Machine, 'files' | 'layout' | 'log'>) {
    this.#machine = machine;
  }

  /** What is not well just now. What cannot be looked at is logged. Does not throw. */
  async unwell(): Promise<readonly Finding[]> {
    const { files, layout, log } = this.#machine;
    try {
      return judgeSpace(await files.space(layout.state), layout.state).filter(
        ({ verdict }) => verdict !== 'ok',
      );
    } catch (error) {
      log.error(`cannot tell how much room there is: ${reasonOf(error)}`);
      return [];
    }
  }
}
