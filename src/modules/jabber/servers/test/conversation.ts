import { problem, warning, well, type Finding } from '../../../../core/finding.js';
import type { Connection, PeerCertificate } from '../../../../core/ports.js';
import { say } from '../../../../core/words/sentence.js';
import { troubleOf } from '../../../../errors.js';
import { beginTls, readOffer } from '../../xmpp/client-stream.js';
import { childOf, escaped, type Element } from '../../xmpp/element.js';
import { openedByServer } from '../../xmpp/server-stream.js';
import { XmppStream } from '../../xmpp/stream.js';
import { SECONDS, type Subject } from './subject.js';

/** Characters that a stranger's element may have. */
const LIMITS = { kept: 50_000, read: 100_000 };

/** What was seen of a conversation, step by step. */
export interface Conversation {
  readonly findings: readonly Finding[];
  /** What it showed after STARTTLS; null where it was not encrypted. */
  readonly certificate: PeerCertificate | null;
}

/** Speaks with another server as s2s does, up to where dialback would begin. Closes the connection. Does not throw. */
export async function converse(subject: Subject, connection: Connection): Promise<Conversation> {
  const stream = new XmppStream(connection, LIMITS);
  const findings: Finding[] = [];
  let certificate: PeerCertificate | null = null;
  let step = streamStep;
  try {
    const features = await openedByServer(stream, namesOf(subject), SECONDS);
    findings.push(well('stream', say`A chat server answers for ${{ domain: subject.domain }}.`));
    step = encryptionStep;
    if (readOffer(features).startTls === 'none') {
      findings.push(notEncrypted(subject), dialbackOffer(subject, features));
      return { findings, certificate };
    }
    certificate = await beginTls(stream, { domain: subject.domain, seconds: SECONDS });
    findings.push(well('encryption', say`The connection is encrypted (STARTTLS).`));
    step = afterwardsStep;
    findings.push(dialbackOffer(subject, await openedByServer(stream, namesOf(subject), SECONDS)));
  } catch (error) {
    findings.push(step(subject, error));
  } finally {
    stream.close();
  }
  return { findings, certificate };
}

function namesOf({ domain, settings }: Subject) {
  return { to: escaped(domain), from: escaped(settings.domain) };
}

function streamStep({ domain }: Subject, error: unknown): Finding {
  return problem(
    'stream',
    say`No chat server answers for ${{ domain }}: ${{ reason: troubleOf(error) }}.`,
    say`The domain may have another server, or its server may not serve this domain. Ask its administrator.`,
  );
}

function encryptionStep(_: Subject, error: unknown): Finding {
  return problem(
    'encryption',
    say`The other server offers STARTTLS, but the connection could not be encrypted: ${{ reason: troubleOf(error) }}.`,
    say`The two servers may have no kind of encryption in common. Ask the administrator of the other one.`,
  );
}

function afterwardsStep(_: Subject, error: unknown): Finding {
  return problem(
    'dialback',
    say`The conversation ended once it was encrypted: ${{ reason: troubleOf(error) }}.`,
    say`The other server may refuse this one. Ask its administrator.`,
  );
}

function notEncrypted({ settings }: Subject): Finding {
  const sentence = say`The other server offers no encryption.`;
  return settings.ssl === 'required'
    ? problem(
        'encryption',
        sentence,
        say`With SSL Support “Required”, this server does not talk to it. Its administrator must enable STARTTLS.`,
      )
    : warning(
        'encryption',
        sentence,
        say`Messages to it go unencrypted. Its administrator should enable STARTTLS.`,
      );
}

/** Jabberd2 proves domains by dialback alone (XEP-0220). Servers may take it without saying so. */
function dialbackOffer({ domain }: Subject, features: Element): Finding {
  return childOf(features, 'dialback', 'urn:xmpp:features:dialback') !== undefined
    ? well('dialback', say`${{ domain }} offers dialback, by which this server proves its domain.`)
    : well(
        'dialback',
        say`${{ domain }} does not say whether it takes dialback, by which this server proves its domain. Many servers take it without saying so: the last step tells.`,
      );
}
