import { warning, well, type Finding } from '../../../core/finding.js';
import type { DoctorCheck, Examined } from '../../../core/module/index.js';
import { named } from '../daemons.js';
import { allowInDebiansProfile } from '../debians-profile.js';
import { type Denial, denialsIn } from './denials.js';

const SUBJECT = 'apparmor';
/** Profiles that Debian gives its own named, by name and by path. */
const DEBIANS = ['named', '/usr/sbin/named'];
const RESTART = 'then "eboxctl daemons restart named"';
/** There where the kernel has AppArmor; `Y` when it is on. */
const SWITCH = '/sys/module/apparmor/parameters/enabled';

/** What the kernel kept named from since the machine was started. */
export const appArmorCheck: DoctorCheck<unknown> = {
  subject: SUBJECT,
  async look({ files, layout, output }) {
    if ((await files.read(SWITCH))?.trim() !== 'Y')
      return [well(SUBJECT, 'AppArmor is not on in this kernel.')];
    const log = await kernelLog(output);
    if (log === null)
      return [
        warning(
          SUBJECT,
          'Nobody can tell what AppArmor kept the DNS server from.',
          'Try it as root: only root may read the kernel’s log.',
        ),
      ];
    const own = denialsIn(log).filter((denial) => isOurs(denial, layout.state));
    if (own.length === 0)
      return [well(SUBJECT, 'AppArmor kept the DNS server from nothing since the machine was started.')];
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
  const last = when === '' ? '' : `, last at ${when}`;
  return warning(
    SUBJECT,
    `AppArmor kept the DNS server from this since the machine was started: ${what} (profile ${profile}${last}).`,
    DEBIANS.includes(profile) ? `Allow it: ${allowInDebiansProfile(state)}; ${RESTART}.` : allowIn(profile),
  );
}

function allowIn(profile: string): string {
  const file = `/etc/apparmor.d/${profile}`;
  return `Allow it in ${file}, load that with "apparmor_parser -r ${file}", ${RESTART}.`;
}
