import type { X509Certificate } from 'node:crypto';
import type { CertificateProblem } from '../../core/certificate.js';
import type { Clock } from '../../core/ports.js';
import { isVouchedFor, trustOf } from './authorities.js';
import { weaknessesOf, type Bundle } from './bundle.js';
import { chainProblems, expired, issuerUnfit, pruned, type PrunedChain } from './chain.js';
import type { OpensslTexts } from './openssl-text.js';

/** Signatures that anybody can forge with some money. */
const WEAK_SIGNATURE = /md[245]|sha-?1(?!\d)/i;

/** A bundle as it is served, what of its chain is left out for that, and why clients would refuse it. */
export interface ServedBundle {
  readonly bundle: Bundle;
  readonly leftOut: readonly X509Certificate[];
  readonly problems: readonly CertificateProblem[];
}

/** Judges bundles as TLS clients see them now. */
export class Serving {
  readonly #texts: OpensslTexts;
  readonly #clock: Pick<Clock, 'now'>;

  constructor(texts: OpensslTexts, clock: Pick<Clock, 'now'>) {
    this.#texts = texts;
    this.#clock = clock;
  }

  /** The chain without what has ended. */
  pruned(chain: Bundle['chain']): Promise<PrunedChain> {
    const now = this.#clock.now();
    return pruned(chain, now, (certificate) => isVouchedFor(certificate, now));
  }

  async judge({ chain, key }: Bundle): Promise<ServedBundle> {
    const { chain: kept, leftOut } = await this.pruned(chain);
    const bundle = { chain: kept, key };
    const [ended] = leftOut;
    const isMissed = ended !== undefined && (await trustOf(bundle, this.#clock.now())).trust !== 'authority';
    const problems = isMissed ? [issuerUnfit(ended, expired(ended))] : await this.#problems(bundle);
    return { bundle, leftOut, problems };
  }

  async #problems(bundle: Bundle): Promise<readonly CertificateProblem[]> {
    const [leaf] = bundle.chain;
    const algorithm = await this.#texts.signatureAlgorithm(leaf);
    if (WEAK_SIGNATURE.test(algorithm)) return [{ code: 'signature-weak', detail: algorithm }];
    const weaknesses = weaknessesOf(bundle);
    if (weaknesses.length > 0) return weaknesses;
    // With TLS 1.3, and without RSA key exchange, the key signs the handshake (RFC 8446, 4.4.2.2).
    const usage = await this.#texts.keyUsage(leaf);
    if (usage !== '' && !usage.includes('Digital Signature'))
      return [{ code: 'not-for-servers', detail: usage }];
    return chainProblems(bundle.chain, this.#clock.now());
  }
}
