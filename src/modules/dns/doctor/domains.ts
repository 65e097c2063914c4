import { problem, warning, well, type Finding } from '../../../core/finding.js';
import type { DoctorCheck, Examined } from '../../../core/module/index.js';
import { reasonOf } from '../../../errors.js';
import { ask } from '../client.js';
import type { DnsSettings } from '../domain-row.js';
import { asciiName } from '../labels.js';
import { dnsPort, placesOf } from '../paths.js';
import { serialOf } from '../serial.js';

const SUBJECT = 'domains';
/** Seconds that an answer may take. */
const SECONDS = 2;
/** Domains that are asked for at once. */
const AT_ONCE = 50;

const READ_AGAIN =
  'Look at "eboxctl logs named" for the reason. Mend the file, or save to write it anew; then "eboxctl daemons restart named".';

/** Whether each domain is served as its file on the disk is: named goes on with the old one when it cannot read a new one. */
export const domainsCheck: DoctorCheck<DnsSettings> = {
  subject: SUBJECT,
  async look(examined, { domains }) {
    const found: Finding[] = [];
    for (let from = 0; from < domains.length; from += AT_ONCE) {
      const some = domains.slice(from, from + AT_ONCE);
      found.push(...(await Promise.all(some.map(({ name }) => oneDomain(examined, name)))));
    }
    const unwell = found.filter(({ verdict }) => verdict !== 'ok');
    const count = found.length - unwell.length;
    if (count === 0) return unwell;
    return [well(SUBJECT, `Domains that are served as their files are: ${count}.`), ...unwell];
  },
};

async function oneDomain(
  { exchange, files, layout }: Pick<Examined, 'exchange' | 'files' | 'layout'>,
  name: string,
): Promise<Finding> {
  const zone = asciiName(name);
  const path = placesOf(layout).zoneFile(zone);
  const text = await files.read(path);
  if (text === null) return problem(SUBJECT, `There is no file ${path}.`, READ_AGAIN);
  const serial = serialOf(text);
  try {
    const server = { address: '127.0.0.1', port: dnsPort(layout) };
    const { code, authoritative, records } = await ask(
      exchange,
      server,
      { name: zone, type: 'SOA' },
      { tcp: true, seconds: SECONDS },
    );
    const served = records.find(({ type }) => type === 'SOA');
    if (!authoritative || served?.type !== 'SOA')
      return problem(SUBJECT, `${name} is not served (${code}).`, READ_AGAIN);
    if (serial === null)
      return warning(
        SUBJECT,
        `Nobody can tell whether ${name} is served as ${path} is: no serial can be read there.`,
        'Somebody changed the file by hand: look at "eboxctl diff".',
      );
    if (served.serial === serial) return well(SUBJECT, `${name} is served with the serial ${serial}.`);
    return problem(
      SUBJECT,
      `${name} is served with the serial ${served.serial}, and its file has ${serial}: the DNS server did not take it.`,
      READ_AGAIN,
    );
  } catch (error) {
    return problem(SUBJECT, reasonOf(error), READ_AGAIN);
  }
}
