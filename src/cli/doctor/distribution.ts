import { warning, well, type Finding } from './finding.js';
import { isOurs } from './own-process.js';
import type { Patient } from './patient.js';

/** What is said of a daemon of Debian's own that is open to the network, by the name of its program. */
const programs: Readonly<Record<string, { readonly what: string; readonly advice: string }>> = {
  ...Object.fromEntries(
    ['jabberd2-router', 'jabberd2-c2s', 'jabberd2-s2s'].map((name) => [
      name,
      {
        what: 'a chat server that this panel does not run',
        advice:
          'Enabling Jabber turns it off. To do it now: systemctl disable --now jabberd.service jabberd-router.service ' +
          'jabberd-sm.service jabberd-c2s.service jabberd-s2s.service jabberd2.service.',
      },
    ]),
  ),
  slapd: {
    what: 'a directory server that this panel does not use',
    advice: 'When nothing else on this machine needs it: systemctl disable --now slapd.service.',
  },
};

/**
 * What Debian's own packages run and leave open to the network: it was there before the panel, which leaves it alone.
 * Only root is told which program listens on a port of another account.
 */
export async function examineDistribution({ state, output }: Patient): Promise<readonly Finding[]> {
  const text = await output(['ss', '-Hltnp']);
  if (text === null) return [];
  const open = new Map<string, Set<string>>();
  for (const { program, pid, address } of listeners(text)) {
    const name = nameOf(program);
    if (name === null || isLoopback(address) || (await isOurs(Number(pid), state))) continue;
    open.set(name, (open.get(name) ?? new Set()).add(address));
  }
  if (open.size === 0)
    return [well('distribution', 'No other chat server or directory is open to the network.')];
  return [...open].map(([name, addresses]) => {
    const { what, advice } = programs[name] ?? { what: '', advice: '' };
    return warning(
      'distribution',
      `${name}, ${what}, is open to the network (${[...addresses].join(', ')}).`,
      advice,
    );
  });
}

/** Lines such as `LISTEN 0 2048 0.0.0.0:389 0.0.0.0:* users:(("slapd",pid=941,fd=8))`. */
function listeners(
  text: string,
): readonly { readonly program: string; readonly pid: string; readonly address: string }[] {
  return text.split('\n').flatMap((line) => {
    const [, program, pid] = /users:\(\("([^"]+)",pid=(\d+)/.exec(line) ?? [];
    const address = line.split(/\s+/)[3];
    return program === undefined || pid === undefined || address === undefined
      ? []
      : [{ program, pid, address }];
  });
}

/** The kernel keeps 15 characters of a name. */
function nameOf(program: string): string | null {
  return Object.keys(programs).find((name) => name.slice(0, 15) === program) ?? null;
}

function isLoopback(address: string): boolean {
  return /^(?:127\.|\[::1\]:|\[::ffff:127\.)/.test(address);
}
