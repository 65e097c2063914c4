import { randomBytes } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import type { Commands } from '../../core/ports.js';
import { reasonOf } from '../../errors.js';
import type { MaterialReaders } from './material.js';

const OPENSSL = '/usr/bin/openssl';

/**
 * openssl-pkcs12(1) takes the passphrase on its input, so the file, which is encrypted with it, goes by way of the disk.
 * Files of older systems need the algorithms of the legacy provider.
 */
export function pkcs12Reader(
  commands: Commands,
  folder: string,
  makeFolder: () => Promise<void>,
): MaterialReaders['pkcs12'] {
  return async (bytes, passphrase) => {
    await makeFolder();
    const path = `${folder}/.pkcs12.${randomBytes(6).toString('hex')}`;
    const read = async (...options: readonly string[]): Promise<string> => {
      const argv = [OPENSSL, 'pkcs12', ...options, '-in', path, '-passin', 'stdin', '-noenc'];
      return (await commands.run(argv, { input: `${passphrase.reveal()}\n` })).stdout;
    };
    try {
      await writeFile(path, bytes, { mode: 0o600, flag: 'wx' });
      return await read().catch((error: unknown) => {
        if (isWrongPassphrase(error)) throw error;
        return read('-legacy');
      });
    } catch (error) {
      if (!isWrongPassphrase(error)) return { code: 'not-understood', detail: '' };
      return { code: passphrase.reveal() === '' ? 'passphrase-missing' : 'passphrase-wrong', detail: '' };
    } finally {
      await rm(path, { force: true });
    }
  };
}

/** openssl-pkcs7(1) reads no key: there is none in such a file. */
export function pkcs7Reader(commands: Commands): MaterialReaders['pkcs7'] {
  return async (pem) => {
    try {
      return (await commands.run([OPENSSL, 'pkcs7', '-print_certs'], { input: pem })).stdout;
    } catch {
      return { code: 'not-understood', detail: '' };
    }
  };
}

function isWrongPassphrase(error: unknown): boolean {
  return /mac verify|invalid password/i.test(reasonOf(error));
}
