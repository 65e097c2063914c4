import { reasonOf } from '../../errors.js';
import { readAllowed } from '../../system/certificates/allowed-list.js';
import { problem, well, type Finding } from './finding.js';
import type { Patient } from './patient.js';

/** Whether what root allowed is heard: a list that is damaged, or that others may write, allows nothing. */
export async function examineAllowed({
  allowedCertificates: list,
}: Pick<Patient, 'allowedCertificates'>): Promise<readonly Finding[]> {
  if (process.getuid?.() !== 0)
    return [well('allow-list', `Only root can look at the list of allowed certificates, ${list}.`)];
  try {
    const { files } = await readAllowed(list);
    return [well('allow-list', `Files of certificates that root allowed: ${files.length}.`)];
  } catch (error) {
    const reason = reasonOf(error);
    return [
      problem(
        'allow-list',
        `${reason.charAt(0).toUpperCase()}${reason.slice(1)}.`,
        `Look at what is in it. If all of it is right, make it root’s alone: chown root:root ${list}; chmod 600 ${list}. If not, remove it and allow anew: "eboxctl certificates allow".`,
      ),
    ];
  }
}
