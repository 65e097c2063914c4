import { warning, well, type Finding } from '../../../core/finding.js';
import type { DoctorCheck, Examined } from '../../../core/module/index.js';
import { moment, say, type Sentence } from '../../../core/words/sentence.js';
import { named } from '../daemons.js';
import { allowInDebiansProfile } from '../debians-profile.js';
import { type Denial, denialsIn } from './denials.js';

const SUBJECT = 'apparmor';
/** Profiles that Debian gives its own named, by name and by path. */
const DEBIANS = ['named', '/usr/sbin/named'];
/** There where the kernel has AppArmor; `Y` when it is on. */
const SWITCH = '/sys/module/apparmor/parameters/enabled';

/** What the kernel kept named from since the machine was started. */
export const appArmorCheck: DoctorCheck<unknown> = {
  subject: SUBJECT,
  asRoot: true,
  async look({ files, layout, output }) {
    if ((await files.read(SWITCH))?.trim() !== 'Y')
      return [well(SUBJECT, say`AppArmor is not active in this kernel.`)];
    const log = await kernelLog(output);
    if (log === null)
      return [
        warning(
          SUBJECT,
          say`It is not known what AppArmor denied to the DNS server.`,
          say`Run this as root: only root may read the kernel log.`,
        ),
      ];
    const own = denialsIn(log).filter((denial) => isOurs(denial, layout.state));
    if (own.length === 0)
      return [well(SUBJECT, say`AppArmor has denied nothing to the DNS server since this machine started.`)];
    return own.map((denial) => findingOf(denial, layout.state));
  },
};

/** Lines of the kernel since the boot, and those that its audit subsystem writes beside them; null when neither can be read. */
async function kernelLog(output: Examined['output']): Promise<string | null> {
  const words = ['--boot', '--quiet', '--no-pager', '--output=short-iso', '_TRANSPORT=kernel', '+'];
  const journal = await output(['journalctl', ...words, '_TRANSPORT=audit']);
  return journal === null || journal === '' ? output(['dmesg', '--time-format=iso']) : journal;
}

/** Debian's own named may run under Debian's profile beside ours: its files lie elsewhere. */
function isOurs({ profile, name }: Denial, state: string): boolean {
  if (profile === named.confinement.appArmor) return true;
  return DEBIANS.includes(profile) && name.startsWith(`${state}/`);
}

function findingOf({ profile, operation, name, mask, when }: Denial, state: string): Finding {
  const what = [operation, name, mask === '' ? '' : `(${mask})`].filter((word) => word !== '').join(' ');
  return warning(
    SUBJECT,
    when === ''
      ? say`AppArmor denied this to the DNS server since this machine started: ${{ what }} (profile ${{ profile }}).`
      : say`AppArmor denied this to the DNS server since this machine started: ${{ what }} (profile ${{ profile }}, last on ${{ time: moment(when) }}).`,
    DEBIANS.includes(profile)
      ? say`Allow it with ${{ command: allowInDebiansProfile(state) }}. Then run "eboxctl daemons restart named".`
      : allowIn(profile),
  );
}

function allowIn(profile: string): Sentence {
  const file = `/etc/apparmor.d/${profile}`;
  return say`Allow it in ${{ file }} and run "apparmor_parser -r ${{ file }}". Then run "eboxctl daemons restart named".`;
}
