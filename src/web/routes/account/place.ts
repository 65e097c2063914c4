import type { OwnAccountActs } from '../../../services/acts/own-account.js';
import type { Sessions } from '../../../services/sign-in/sessions.js';
import type { Cookies } from '../../cookies.js';
import type { Pages } from '../../pages.js';

export const PATH = '/account';
export const END = `${PATH}/sessions/end`;
export const EVERYWHERE = `${PATH}/sign-out-everywhere`;

/** What the pages of the own account are made of. */
export interface Place {
  readonly acts: OwnAccountActs;
  readonly sessions: Sessions;
  readonly pages: Pages;
  readonly cookies: Cookies;
}
