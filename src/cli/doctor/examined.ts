import type { Examined } from '../../core/module/index.js';
import type { Secret } from '../../core/secret.js';
import { entryAt, readRegularFile } from '../../system/atomic-file.js';
import { exchange } from '../../system/exchange.js';
import { createNetwork } from '../../system/network.js';
import { resolver } from '../../system/own-resolver.js';
import { panelDirectory } from '../../system/panel-directory.js';
import { createSecrets } from '../../system/secrets.js';
import { createStore } from '../../system/store.js';
import type { Patient } from './patient.js';

/** Bytes of a file. */
const LARGEST = 10_000_000;
/** Where secrets are kept: where the panel is not root its helper has them, and the panel gets the one that it binds with. */
const FOLDERS = ['helper', 'panel'];

/** What modules may look at, until it is closed. Nothing is opened before it is asked for. */
export function openExamined({
  modules,
  layout,
  output,
  active,
}: Pick<Patient, 'modules' | 'layout' | 'output' | 'active'>): {
  readonly examined: Examined;
  readonly close: () => void;
} {
  const directory = panelDirectory({
    modules,
    layout,
    secret: (name) => secretOf(layout.state, name),
    // What goes wrong is a finding.
    log: { info: () => undefined, error: () => undefined },
  });
  return {
    examined: {
      layout,
      files: {
        exists: async (path) => (await entryAt(path)) !== null,
        read: (path) => readRegularFile(path, LARGEST),
      },
      network: createNetwork(),
      exchange,
      directory,
      resolver,
      output,
      heldHere: (name) => {
        const zones = active.find(({ module, settings }) => module.zones?.holds(settings, name))?.module
          .zones;
        return zones?.whenHeld(name) ?? null;
      },
    },
    close: () => directory.close(),
  };
}

/** A secret that the panel signs in with, which is never made here. */
async function secretOf(state: string, secretName: string): Promise<Secret> {
  for (const name of FOLDERS) {
    const secret = (await createSecrets(createStore(`${state}/${name}`)).byName()).get(secretName);
    if (secret !== undefined) return secret;
  }
  throw new Error('the panel has no password for the directory yet');
}
