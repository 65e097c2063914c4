import { createHash } from 'node:crypto';
import type { Layout } from '../../core/layout.js';
import type { Files } from '../../core/ports.js';
import { certificatesFolder } from './own.js';

/** Uploads: a certificate, its chain and its key in one file each, named by its digest. */
export class Uploads {
  readonly folder: string;
  readonly #parent: string;
  readonly #files: Files;

  constructor(layout: Pick<Layout, 'state'>, files: Files) {
    this.#parent = certificatesFolder(layout);
    this.folder = `${this.#parent}/_uploaded`;
    this.#files = files;
  }

  makeFolder(): Promise<void> {
    return this.#files.makeFolder(this.folder, 'panel', 0o700);
  }

  /** Throws on what is no id: it becomes part of a path. */
  path(id: string): string {
    if (!/^[0-9a-f]{64}$/.test(id)) throw new Error('not the id of an upload');
    return `${this.folder}/${id}.pem`;
  }

  /** Returns the id. */
  async keep(pem: string): Promise<string> {
    const id = createHash('sha256').update(pem).digest('hex');
    await this.#files.makeFolder(this.#parent, 'panel', 0o700);
    await this.makeFolder();
    await this.#files.write(this.path(id), pem, 'panel', 0o600);
    return id;
  }

  forget(id: string): Promise<void> {
    return this.#files.remove(this.path(id));
  }
}
