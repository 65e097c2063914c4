import { createPrivateKey } from 'node:crypto';
import { realpath } from 'node:fs/promises';
import { choiceOf } from '../core/draft.js';
import type { NamedFiles } from '../core/allowed-certificates.js';
import { createRegistry } from '../core/registry.js';
import { reasonOf } from '../errors.js';
import { modules } from '../modules/index.js';
import { settingsForm, type JabberSettings } from '../modules/jabber/settings.js';
import { PanelStateKeeper } from '../services/panel-state.js';
import { nullWhenMissing, readRegularFile } from '../system/atomic-file.js';
import { createStore } from '../system/store.js';
import { certificatesOfRoot } from './allowed-certificates.js';

/** What is in force that root has to allow from now on. */
export interface InForce {
  /** Null when the certificate is in no files that somebody else keeps, or these are not in force. */
  readonly files: NamedFiles | null;
  /** Whether the panel itself has the key. */
  readonly isForPanel: boolean;
  /** What it is, for people. */
  readonly sentence: string;
}

/** Bytes of a certificate with its chain and key. */
const LARGEST = 1_000_000;

/**
 * Finds the files whose key is in force. Which files those are only the panel's own state says, so it counts for nothing
 * unless their key is the one in root's own live configuration: whom it would be given to has it already.
 */
export async function filesInForce(state: string): Promise<InForce> {
  const chat = await live(state, 'jabberd2');
  const panel = await live(state, 'panel');
  const isForPanel = panel !== null;
  const settings = await savedSettings(state);
  if (settings?.certificate !== 'files' || chat === null) {
    const sentence = isForPanel
      ? 'The panel shows the certificate of the chat, as before: that is allowed now ("eboxctl certificates list").'
      : 'No files of certificates are in force: nothing had to be allowed.';
    return { files: null, isForPanel, sentence };
  }
  const named = { certificate: settings.certificateFile, key: settings.certificateKeyFile };
  const words = [named.certificate, named.key].filter((path) => path !== '').join(' and ');
  try {
    const pem = await certificatesOfRoot(state).read({ kind: 'files', ...named }, 'chat');
    if (pem === null) throw new Error('there is no such file');
    if (!createPrivateKey(pem).equals(createPrivateKey(chat)))
      throw new Error('another key than theirs is in force');
  } catch (error) {
    const sentence = `${words}: not allowed, because ${reasonOf(error)}. The page Certificates says how to allow them.`;
    return { files: null, isForPanel: false, sentence };
  }
  const whom = isForPanel ? 'for chat and the panel' : 'for chat';
  const sentence = `${words}: in force, and allowed ${whom} from now on ("eboxctl certificates list").`;
  return { files: named, isForPanel, sentence };
}

async function savedSettings(state: string): Promise<JabberSettings | null> {
  const document = createStore(`${state}/panel`).document('state');
  const keeper = await PanelStateKeeper.open(document, createRegistry(modules));
  const { enabled, settings } = choiceOf(keeper.state().saved, 'jabber');
  return enabled ? (settingsForm.schema.safeParse(settings).data ?? null) : null;
}

/** A certificate of the live configuration, which only root writes. */
async function live(state: string, part: string): Promise<string | null> {
  const path = await realpath(`${state}/configuration/current/${part}/certificate.pem`).catch(
    nullWhenMissing,
  );
  return path === null ? null : readRegularFile(path, LARGEST);
}
