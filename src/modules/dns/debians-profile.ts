import { say, type Sentence } from '../../core/words/sentence.js';

/**
 * The command with which root lets named read and write a panel's folders under Debian's own AppArmor profile, which
 * allows Debian's places only (apparmor.d(5)): the profile takes in what stands in its local part.
 * @param state absolute path of the state folder
 */
export function allowInDebiansProfile(state: string): string {
  const rules = [`${state}/configuration/** r,`, `${state}/data/dns/** rwk,`, `${state}/run/dns/** rwk,`];
  const words = rules.map((rule) => `'${rule.replace(/^(\S.*?)( \w+,)$/, '"$1"$2')}'`).join(' ');
  return (
    `printf '%s\\n' ${words} | sudo tee -a /etc/apparmor.d/local/usr.sbin.named && ` +
    'sudo apparmor_parser -r /etc/apparmor.d/usr.sbin.named'
  );
}

/** What named's last lines mean where it may not read its own configuration, and what to do; null when they do not say that. */
export function explainNamed(lines: readonly string[]): Sentence | null {
  for (const line of lines) {
    const [, state] = /open: (\/.+)\/configuration\/current\/\S+: permission denied$/.exec(line) ?? [];
    if (state !== undefined)
      return say`The system does not let the DNS server read its own files. Where AppArmor is active, Debian’s profile of named is the reason. Allow it with: ${{ command: allowInDebiansProfile(state) }}`;
  }
  return null;
}
