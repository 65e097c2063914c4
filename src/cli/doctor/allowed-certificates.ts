import { many, quantity, say, type Message } from '../../core/words/sentence.js';
import { troubleOf } from '../../errors.js';
import { readAllowed } from '../../system/certificates/allowed-list.js';
import { problem, well, type Finding } from './finding.js';
import type { Patient } from './patient.js';

/** Whether the list of what root allows counts: one that is damaged, or that others may write, allows nothing. */
export async function examineAllowed({
  allowedCertificates: list,
}: Pick<Patient, 'allowedCertificates'>): Promise<readonly Finding[]> {
  if (process.getuid?.() !== 0)
    return [well('allow-list', say`Only root can read the list of allowed certificates, ${{ list }}.`)];
  try {
    const { files } = await readAllowed(list);
    return [well('allow-list', allowed(files.length))];
  } catch (error) {
    return [
      problem(
        'allow-list',
        troubleOf(error),
        say`Look at what is in it. If all of it is right, give it to root alone: chown root:root ${{ list }}; chmod 600 ${{ list }}. Otherwise remove it and allow the files again: "eboxctl certificates allow".`,
      ),
    ];
  }
}

function allowed(count: number): Message {
  return many(
    count,
    say`Root allows one certificate file.`,
    say`Root allows ${{ count: quantity(count) }} certificate files.`,
  );
}
