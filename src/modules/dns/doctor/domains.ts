import { problem, warning, well, type Finding } from '../../../core/finding.js';
import type { DoctorCheck, Examined } from '../../../core/module/index.js';
import { many, quantity, say } from '../../../core/words/sentence.js';
import { troubleOf } from '../../../errors.js';
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

const READ_AGAIN = say`"eboxctl logs named" shows the reason. Fix the file, or save to write it again. Then run "eboxctl daemons restart named".`;

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
    const served = many(
      count,
      say`One domain is served as its file says.`,
      say`${{ count: quantity(count) }} domains are served as their files say.`,
    );
    return [well(SUBJECT, served), ...unwell];
  },
};

async function oneDomain(
  { exchange, files, layout }: Pick<Examined, 'exchange' | 'files' | 'layout'>,
  name: string,
): Promise<Finding> {
  const zone = asciiName(name);
  const path = placesOf(layout).zoneFile(zone);
  const text = await files.read(path);
  if (text === null) return problem(SUBJECT, say`The file ${{ path }} does not exist.`, READ_AGAIN);
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
      return problem(SUBJECT, say`${{ domain: name }} is not served (${{ code }}).`, READ_AGAIN);
    if (serial === null)
      return warning(
        SUBJECT,
        say`The file ${{ path }} has no serial that can be read, so it cannot be compared with the serial that is served for ${{ domain: name }}.`,
        say`The file was changed by hand. Look at "eboxctl diff".`,
      );
    if (served.serial === serial)
      return well(SUBJECT, say`${{ domain: name }} is served with the serial ${{ serial }}.`);
    return problem(
      SUBJECT,
      say`${{ domain: name }} is served with the serial ${{ served: served.serial }}, but its file has ${{ serial }}: the DNS server did not load it.`,
      READ_AGAIN,
    );
  } catch (error) {
    return problem(SUBJECT, troubleOf(error), READ_AGAIN);
  }
}
