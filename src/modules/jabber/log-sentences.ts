import { partsOf } from '../../core/log-line.js';
import { passage, say, type Sentence } from '../../core/words/sentence.js';

/** Lines of c2s, s2s, sm and router (their log_write calls) that mean trouble, from their beginning: clients choose much of others. */
const taken = /^\[\w+\] \[[^\]]*port=(\d+)\] failed to listen/;
const certificate = /^\[\w+\] failed to load .*SSL pemfile/;
const refused = /^\[\w+\] connection to router closed/;
const accepted = /^\[\w+\] connection to router established/;

/** What a chat daemon's log since its start says of its trouble, and what to do; null when that is nothing known. */
export function explainLog(said: readonly string[]): Sentence | null {
  const lines = said.map((line) => partsOf(line).text);
  const ports = new Set(lines.flatMap((line) => taken.exec(line)?.[1] ?? []));
  const sentences: Sentence[] = [...ports].map(
    (port) =>
      say`Another program uses port ${{ port }}. Stop that program ("sudo ss -lntup sport = :${{ port }}" shows its name), then try again.`,
  );
  if (lines.some((line) => certificate.test(line))) {
    sentences.push(
      say`The certificate cannot be used: it is damaged, or the key in its file belongs to another certificate.`,
    );
  }
  if (lines.filter((line) => refused.test(line)).length >= 2 && !lines.some((line) => accepted.test(line))) {
    sentences.push(say`The router refuses it: its password is not the one in router-users.xml.`);
  }
  return sentences.length === 0 ? null : passage(...sentences);
}
