/** Lines of c2s, s2s, sm and router (their log_write calls) that mean trouble. */
const taken = /\[.*port=(\d+)\] failed to listen/;
const certificate = /failed to load .*SSL pemfile/;
const refused = /connection to router closed/;
const accepted = /connection to router established/;

/** What a chat daemon's log since its start says of its trouble, and what to do; null when that is nothing known. */
export function explainLog(lines: readonly string[]): string | null {
  const ports = new Set(lines.flatMap((line) => taken.exec(line)?.[1] ?? []));
  const sentences = [...ports].map(
    (port) => `Another program has port ${port}: end that program ("ss -ltnp" names it), then try again.`,
  );
  if (lines.some((line) => certificate.test(line))) {
    sentences.push(
      'The certificate cannot be used: it is damaged, or the key in its file belongs to another one.',
    );
  }
  if (lines.filter((line) => refused.test(line)).length >= 2 && !lines.some((line) => accepted.test(line))) {
    sentences.push('The router does not let it in: its password is not the one in router-users.xml.');
  }
  return sentences.length === 0 ? null : sentences.join(' ');
}
