import { z } from 'zod';
import type { Document } from '../core/ports.js';

const schema = z.array(z.strictObject({ module: z.string(), step: z.int() }));

/** The steps of enabling a module that were begun and not settled, kept over the end of this process. */
export class BegunSteps {
  readonly #document: Document;

  constructor(document: Document) {
    this.#document = document;
  }

  async add(module: string, step: number): Promise<void> {
    await this.remove(module, step);
    await this.#document.write([...(await this.#all()), { module, step }]);
  }

  async has(module: string, step: number): Promise<boolean> {
    return (await this.#all()).some((one) => one.module === module && one.step === step);
  }

  async remove(module: string, step: number): Promise<void> {
    const all = await this.#all();
    const left = all.filter((one) => one.module !== module || one.step !== step);
    if (left.length < all.length) await this.#document.write(left);
  }

  async #all(): Promise<z.infer<typeof schema>> {
    return schema.parse((await this.#document.read()) ?? []);
  }
}
