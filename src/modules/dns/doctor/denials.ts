/** Something that AppArmor kept a program from. */
export interface Denial {
  readonly profile: string;
  /** `open`, `mknod`, `capable` … */
  readonly operation: string;
  /** The path, or what else it was about; '' when the kernel does not say. */
  readonly name: string;
  /** What was asked for: `r`, `wc` …; '' when the kernel does not say. */
  readonly mask: string;
  /** To the minute, as the log has it: `2026-11-26T08:15`; '' when it does not say. */
  readonly when: string;
}

/**
 * Reads lines of the kernel's log, in which the audit subsystem writes
 * `apparmor="DENIED" operation="open" profile="named" name="/etc/x" pid=1 comm="named" requested_mask="r" …`
 * (apparmor(7)). Each denial once, with the last time that it came.
 */
export function denialsIn(log: string): readonly Denial[] {
  const all = new Map<string, Denial>();
  for (const line of log.split('\n')) {
    if (!line.includes('apparmor="DENIED"')) continue;
    const denial = {
      profile: valueOf(line, 'profile'),
      operation: valueOf(line, 'operation'),
      name: valueOf(line, 'name') || valueOf(line, 'capname'),
      mask: valueOf(line, 'requested_mask'),
    };
    const [, when = ''] = /^(\d{4}-\d\d-\d\dT\d\d:\d\d)/.exec(line) ?? [];
    all.set(JSON.stringify(denial), { ...denial, when });
  }
  return [...all.values()];
}

/** A value stands in quotes, or as the hex digits of its bytes where it has a space, a quote or a byte above 126 in it. */
function valueOf(line: string, key: string): string {
  const [, quoted, hex] = new RegExp(`\\s${key}=(?:"([^"]*)"|((?:[0-9A-F]{2})+)(?=\\s|$))`).exec(line) ?? [];
  return quoted ?? (hex === undefined ? '' : Buffer.from(hex, 'hex').toString('utf8'));
}
