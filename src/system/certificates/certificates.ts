import { allowCommand } from '../../core/allowed-certificates.js';
import { wordsOf, type CertificateSource } from '../../core/certificate.js';
import type { Layout } from '../../core/layout.js';
import type { Certificates, Clock, Commands, Files } from '../../core/ports.js';
import { Secret } from '../../core/secret.js';
import { PanelError } from '../../errors.js';
import { bundleOf, leafOf, pemOf } from './bundle.js';
import { expired } from './chain.js';
import type { CertificateConsent } from './consent.js';
import { factsOf } from './facts.js';
import { readMaterial, type Material, type MaterialReaders } from './material.js';
import { OpensslTexts } from './openssl-text.js';
import { pkcs12Reader, pkcs7Reader } from './openssl-readers.js';
import { makeOwn } from './own.js';
import { reportOf, reportOfNone } from './report.js';
import { Serving } from './serving.js';
import { SourceBytes } from './source-bytes.js';
import { Uploads } from './uploads.js';

/** What is needed to keep certificates. */
export interface CertificatesParts {
  readonly layout: Pick<Layout, 'state' | 'backups'>;
  readonly files: Files;
  readonly commands: Commands;
  readonly clock: Pick<Clock, 'now'>;
  readonly consent: CertificateConsent;
}

const NOTHING = new Secret('');

/** The certificates and keys of this machine. */
export function createCertificates(parts: CertificatesParts): Certificates {
  const { layout, files, commands, clock, consent } = parts;
  const uploads = new Uploads(layout, files);
  const bytes = new SourceBytes(layout, files, uploads, consent);
  const serving = new Serving(new OpensslTexts(commands), clock);
  const readers: MaterialReaders = {
    pkcs12: pkcs12Reader(commands, uploads.folder, () => uploads.makeFolder()),
    pkcs7: pkcs7Reader(commands),
  };

  async function materialOf(source: CertificateSource): Promise<Material> {
    const found = await bytes.of(source);
    if ('code' in found) return { certificates: [], keys: [], problems: [found] };
    return readMaterial(found, NOTHING, readers);
  }

  return {
    async read(source, reader) {
      if (reader === 'panel' && !(await consent.allowsPanel(source))) {
        const detail = allowCommand(source, true);
        throw new PanelError('certificate-unusable', { reason: wordsOf({ code: 'not-allowed', detail }) });
      }
      const bundle = bundleOf(await materialOf(source), clock.now());
      if ('chain' in bundle) return pemOf({ ...bundle, ...(await serving.pruned(bundle.chain)) });
      const [first] = bundle;
      // One of our own that is damaged is made anew before anything is rendered for good.
      if (first === undefined || first.code === 'missing' || source.kind === 'own') return null;
      throw new PanelError('certificate-unusable', { reason: wordsOf(first) });
    },

    facts: factsOf,

    async examine(source, hosts) {
      const isForPanel = await consent.allowsPanel(source);
      const material = await materialOf(source);
      const found = bundleOf(material, clock.now());
      if ('chain' in found) {
        const { bundle, leftOut, problems } = await serving.judge(found);
        const ended = leftOut.map(expired);
        return { ...(await reportOf(bundle, hosts, clock.now())), isForPanel, leftOut: ended, problems };
      }
      const leaf = leafOf(material.certificates);
      const known =
        leaf === null ? reportOfNone(hosts) : await reportOf({ chain: [leaf] }, hosts, clock.now());
      return { ...known, isForPanel, leftOut: [], problems: found };
    },

    make: (domain, hosts) => makeOwn(parts, domain, hosts),

    async keep({ parts: given, passphrase }) {
      const bundle = bundleOf(await readMaterial(given, passphrase, readers), clock.now());
      if (!('chain' in bundle)) return { kind: 'refused', problems: bundle };
      const { problems } = await serving.judge(bundle);
      if (problems.length > 0) return { kind: 'refused', problems };
      return { kind: 'kept', id: await uploads.keep(pemOf(bundle)) };
    },

    forget: (id) => uploads.forget(id),
  };
}
