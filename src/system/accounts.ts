import { readFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import type { Account } from '../core/layout.js';
import { PanelError } from '../errors.js';

/** A user of this machine. */
export interface SystemUser {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/** Which user of this machine each account is. */
export interface Accounts {
  /** True when the panel may act as others: each account is then a user of its own. */
  readonly separate: boolean;
  of(account: Account): SystemUser;
}

/** The users that Debian's packages jabberd2 and slapd make. */
const debianNames = { chat: 'jabber', directory: 'openldap' } as const;

/**
 * Looks up the accounts once: as root the users of Debian's packages, otherwise the person who started the panel.
 * Throws `host-unsuitable` when one of these users is missing.
 * @param panelGroup the group of a panel that is not root: what is readable by the panel is readable by this group
 */
export async function lookUpAccounts(panelGroup?: number): Promise<Accounts> {
  if (oneself().uid !== 0) return { separate: false, of: oneself };
  const passwd = await readFile('/etc/passwd', 'utf8');
  const users = {
    panel: { ...oneself(), ...(panelGroup === undefined ? {} : { gid: panelGroup }) },
    chat: userNamed(debianNames.chat, passwd),
    directory: userNamed(debianNames.directory, passwd),
  };
  return { separate: true, of: (account) => users[account] };
}

/** Who runs this process. */
export function oneself(): SystemUser {
  const { username, uid, gid } = userInfo();
  return { name: username, uid, gid };
}

/**
 * Finds a user in the text of /etc/passwd (passwd(5)).
 * @throws PanelError `host-unsuitable` when there is none
 */
export function userNamed(name: string, passwd: string): SystemUser {
  const fields = passwd
    .split('\n')
    .map((line) => line.split(':'))
    .find((line) => line[0] === name);
  if (fields === undefined) {
    throw new PanelError('host-unsuitable', {
      reason: `This machine has no user "${name}". Run "npm start", which installs the package that makes it.`,
    });
  }
  return { name, uid: Number(fields[2]), gid: Number(fields[3]) };
}
