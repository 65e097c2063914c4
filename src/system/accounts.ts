import { readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import type { Account } from '../core/layout.js';
import type { AccountDeclaration } from '../core/module/index.js';
import { say } from '../core/words/sentence.js';
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
  /** Throws `host-unsuitable` when this machine has no such user. */
  of(account: Account): SystemUser;
  /** The declared accounts whose users there are, without `panel`. */
  known(): readonly Account[];
}

/** An account and the user that a package of Debian makes for it. */
export type DeclaredAccount = Pick<AccountDeclaration, 'name' | 'user' | 'package'>;

/**
 * The accounts: as root the users of Debian's packages, otherwise the person who started the panel. A user that is not
 * there is looked up again whenever it is asked for, since its package may be installed meanwhile.
 * @param panelGroup the group of a panel that is not root: what is readable by the panel is readable by this group
 */
export function lookUpAccounts(declared: readonly DeclaredAccount[], panelGroup?: number): Accounts {
  if (oneself().uid !== 0)
    return { separate: false, of: oneself, known: () => declared.map(({ name }) => name) };
  const found = new Map<Account, SystemUser>([
    ['panel', { ...oneself(), ...(panelGroup === undefined ? {} : { gid: panelGroup }) }],
  ]);
  const of = (account: Account): SystemUser => {
    const user = found.get(account) ?? declaredUser(declared, account);
    found.set(account, user);
    return user;
  };
  const isThere = (account: Account): boolean => {
    try {
      return of(account).uid > 0;
    } catch {
      return false;
    }
  };
  return { separate: true, of, known: () => declared.map(({ name }) => name).filter(isThere) };
}

function declaredUser(declared: readonly DeclaredAccount[], account: Account): SystemUser {
  const one = declared.find(({ name }) => name === account);
  if (one === undefined) throw new Error(`no module declares the account ${account}`);
  return userNamed(one.user, readFileSync('/etc/passwd', 'utf8'), one.package);
}

/** Who runs this process. */
export function oneself(): SystemUser {
  const { username, uid, gid } = userInfo();
  return { name: username, uid, gid };
}

/**
 * Finds a user in the text of /etc/passwd (passwd(5)).
 * @param madeBy the package of Debian that makes the user, for the sentence when there is none
 * @throws PanelError `host-unsuitable` when there is none
 */
export function userNamed(name: string, passwd: string, madeBy = ''): SystemUser {
  const fields = passwd
    .split('\n')
    .map((line) => line.split(':'))
    .find((line) => line[0] === name);
  if (fields === undefined) {
    throw new PanelError('host-unsuitable', {
      reason:
        madeBy === ''
          ? say`This machine has no user "${{ user: name }}".`
          : say`This machine has no user "${{ user: name }}". Install the package that adds it: apt install ${{ package: madeBy }}.`,
    });
  }
  return { name, uid: Number(fields[2]), gid: Number(fields[3]) };
}
