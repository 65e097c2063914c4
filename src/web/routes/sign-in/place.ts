import type { Cookies } from '../../cookies.js';
import type { Deps } from '../../deps.js';
import type { FormTokens } from '../../form-token.js';
import type { Pages } from '../../pages.js';

/** What signing in and out is made of. */
export interface Place extends Pick<Deps, 'config' | 'signIn' | 'sessions' | 'audit'> {
  readonly pages: Pages;
  readonly cookies: Cookies;
  readonly tokens: FormTokens;
}
