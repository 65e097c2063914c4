import { createPrivateKey } from 'node:crypto';
import { realpath } from 'node:fs/promises';
import { PANEL_CERTIFICATE, type CertificateSource } from '../core/certificate.js';
import { choiceOf } from '../core/draft.js';
import { plainFiles, type NamedFiles } from '../core/allowed-certificates.js';
import { createRegistry } from '../core/registry.js';
import { allOf, say, type Sentence, type Value } from '../core/words/sentence.js';
import { Trouble, troubleOf } from '../errors.js';
import { modules } from '../modules/index.js';
import { PanelStateKeeper } from '../services/saving/panel-state.js';
import { nullWhenMissing, readRegularFile } from '../system/atomic-file.js';
import { createStore } from '../system/store.js';
import { certificatesOfRoot } from './allowed-certificates.js';
import { readersOf } from './certificate-readers.js';

/** The active certificate that root has to allow from now on. */
export interface ActiveCertificate {
  /** Null when the certificate is not in files of another program, or these are not active. */
  readonly files: NamedFiles | null;
  /** Whether the panel itself has this key. */
  readonly isForPanel: boolean;
  /** What it is, for people. */
  readonly sentence: Sentence;
}

/** Bytes of a certificate with its chain and key. */
const LARGEST = 1_000_000;

/**
 * Finds the certificate whose key is active. The panel's own state names it, and is not believed: the certificate counts
 * only when its key is the one in root's own live configuration, where its readers have it already.
 */
export async function activeFiles(state: string): Promise<ActiveCertificate> {
  const saved = await savedCertificate(state);
  const served = saved && (await live(state, saved.file));
  const panel = await live(state, PANEL_CERTIFICATE);
  const nothing = (sentence: Sentence): ActiveCertificate => ({ files: null, isForPanel: false, sentence });
  if (saved === null || served === null || (saved.source.kind !== 'files' && panel === null))
    return nothing(say`No certificate from files is active, so nothing had to be allowed.`);
  const { source } = saved;
  const files = source.kind === 'files' ? plainFiles(source) : null;
  const what: Value =
    source.kind === 'files'
      ? allOf([source.certificate, source.key].filter((path) => path !== ''))
      : say`The certificate that was made or uploaded here`;
  try {
    if (source.kind === 'files' && files === null) throw new Trouble(say`these are not absolute paths`);
    const pem = await certificatesOfRoot(state).read(
      files === null ? source : { kind: 'files', ...files },
      'daemons',
    );
    if (pem === null) throw new Trouble(say`there is no such file`);
    if (!isSameKey(pem, served)) throw new Trouble(say`the active key is another one`);
    const isForPanel = panel !== null && isSameKey(pem, panel);
    if (files === null && !isForPanel) throw new Trouble(say`the panel itself uses another certificate`);
    const sentence = say`${{ certificate: what }}: active, and from now on allowed ${{ readers: readersOf(isForPanel) }} (see "eboxctl certificates list").`;
    return { files, isForPanel, sentence };
  } catch (error) {
    return nothing(
      say`${{ certificate: what }}: not allowed: ${{ reason: troubleOf(error) }}. The Certificates page shows how to allow it.`,
    );
  }
}

function isSameKey(one: string, other: string): boolean {
  return createPrivateKey(one).equals(createPrivateKey(other));
}

/** Of the module that has a certificate and is on: the file that it serves, and what its saved settings name. */
async function savedCertificate(
  state: string,
): Promise<{ readonly file: string; readonly source: CertificateSource } | null> {
  const document = createStore(`${state}/panel`).document('state');
  const keeper = await PanelStateKeeper.open(document, createRegistry(modules));
  for (const { id, certificate, settings: form } of modules) {
    if (certificate === null) continue;
    const { enabled, settings } = choiceOf(keeper.state().saved, id);
    if (!enabled || !form.schema.safeParse(settings).success) continue;
    return { file: certificate.file, source: certificate.source(settings) };
  }
  return null;
}

/** A certificate of the live configuration, which only root writes. */
async function live(state: string, file: string): Promise<string | null> {
  const path = await realpath(`${state}/configuration/current/${file}`).catch(nullWhenMissing);
  return path === null ? null : readRegularFile(path, LARGEST);
}
