import { problem, warning, well, type Finding } from '../../../../core/finding.js';
import { passage, say, type Sentence } from '../../../../core/words/sentence.js';
import { troubleOf } from '../../../../errors.js';
import { asciiDomain } from '../../domain.js';
import { serverQuestionsOf } from '../../panel.js';
import { portsOf } from '../../ports.js';
import { StanzaError } from '../../xmpp/stanza-error.js';
import { failureWords, type FailureKind } from '../failure-words.js';
import { serverWatchOf } from '../server-watch.js';
import type { Subject } from './subject.js';

/** Seconds for an answer: s2s gives up a connection, or a proof of a domain, after 10 to 15 s (`<check>` in s2s.xml). */
const SECONDS = 20;
/** Milliseconds that a line takes to its log on a busy machine. */
const LOG_COMES_AFTER = 1000;

/**
 * Asks the other server something through this server's own connections, as a user's client would: only so it shows whether
 * the other one accepts this domain, and whether its answer comes back.
 */
export async function askThrough(subject: Subject): Promise<Finding> {
  const { machine, settings, domain } = subject;
  const questions = serverQuestionsOf(machine);
  try {
    await questions.proveReturn(settings.domain);
  } catch (error) {
    return problem(
      'answer',
      say`The panel cannot ask through the chat server: ${{ reason: troubleOf(error) }}.`,
      say`After an upgrade, save once: the chat server then passes answers on to the panel.`,
    );
  }
  const began = machine.clock.now().getTime();
  try {
    await questions.ask(settings.domain, domain, SECONDS);
    return answered(await seen(subject, began), domain);
  } catch (error) {
    const known = await seenSoon(subject, began);
    // An error of the other server comes over its own connection; one of this server means that there is none.
    if (error instanceof StanzaError && known.out !== undefined && known.in !== undefined)
      return NOT_SERVED.includes(error.condition) ? notServed(domain) : answered(known, domain);
    return silent(subject, known, troubleOf(error));
  }
}

/** What a server answers for a domain that is not its own (RFC 6120, 8.3.3). */
const NOT_SERVED = ['item-not-found', 'remote-server-not-found', 'remote-server-timeout'];

function notServed(domain: string): Finding {
  return problem(
    'answer',
    say`The other server answered that it has no ${{ domain }}.`,
    say`Check how the domain is spelled. If it is right, its records lead to the wrong server.`,
  );
}

/** What s2s says of a failure comes into its log a moment after its answer. */
async function seenSoon(subject: Subject, began: number): Promise<Seen> {
  const known = await seen(subject, began);
  if (known.failure !== undefined || known.out !== undefined) return known;
  await subject.machine.clock.sleep(LOG_COMES_AFTER);
  return seen(subject, began);
}

interface Seen {
  readonly in: { readonly isEncrypted: boolean } | undefined;
  readonly out: { readonly isEncrypted: boolean } | undefined;
  readonly failure: FailureKind | undefined;
}

async function seen({ machine, domain }: Subject, began: number): Promise<Seen> {
  const known = await serverWatchOf(machine)
    .connected()
    .catch(() => ({ links: [], failures: [] }));
  const link = (wanted: 'in' | 'out'): Seen['in'] =>
    known.links.find((one) => one.domain === domain && one.direction === wanted);
  const failed = known.failures.find((one) => one.domain === domain && one.at >= began - 1000);
  return { in: link('in'), out: link('out'), failure: failed?.kind };
}

function answered(known: Seen, domain: string): Finding {
  if (known.in?.isEncrypted === false || known.out?.isEncrypted === false)
    return warning(
      'answer',
      say`${{ domain }} answered: messages go both ways. They are not encrypted.`,
      say`Its administrator should enable STARTTLS.`,
    );
  return well('answer', say`${{ domain }} answered: messages go both ways.`);
}

/** @param reason why the question has no answer, as a sentence */
function silent({ machine, settings, domain }: Subject, known: Seen, reason: Sentence): Finding {
  const { server } = portsOf(machine.layout);
  const reachable = say`The other server looks for _xmpp-server._tcp.${{ domain: asciiDomain(settings.domain) }} and connects to this one. Check that this record leads here, and that port ${{ port: server }} can be reached from outside.`;
  if (known.failure !== undefined)
    return problem(
      'answer',
      passage(say`Asked through this server, ${{ domain }} gave no answer.`, failureWords(known.failure)),
      REACHES_BACK.includes(known.failure) ? reachable : say`The steps above say more.`,
    );
  if (known.out !== undefined && known.in === undefined)
    return problem(
      'answer',
      say`${{ domain }} accepts messages of this server, but its answer did not come back.`,
      reachable,
    );
  return problem(
    'answer',
    say`Asked through this server, ${{ domain }} gave no answer: ${{ reason }}.`,
    reachable,
  );
}

/** Failures for which the other side has to reach this server. */
const REACHES_BACK: readonly FailureKind[] = ['not-verified-there', 'verification-late'];
