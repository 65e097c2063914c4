import type { OwnAccountActs } from '../../../services/acts/own-account.js';
import type { Cookies } from '../../cookies.js';
import type { Deps } from '../../deps.js';
import type { Pages } from '../../pages.js';

export const PATH = '/account';
export const LANGUAGE = `${PATH}/language`;
export const END = `${PATH}/sessions/end`;
export const EVERYWHERE = `${PATH}/sign-out-everywhere`;

/** What the pages of the own account are made of. */
export interface Place extends Pick<Deps, 'sessions' | 'languages' | 'ownLanguage'> {
  readonly acts: OwnAccountActs;
  readonly pages: Pages;
  readonly cookies: Cookies;
}
