import type { Request, Response } from 'express';
import type { Locals, Notice, Page } from '../core/page.js';
import type { Reader } from '../core/words/reader.js';
import { endedSentence, isAmiss } from '../services/saving/waiting/waiting-words.js';
import { takenBackSentence } from '../services/saving/watch-words.js';
import { sessionLimits, type Session } from '../services/sign-in/sessions.js';
import type { Deps } from './deps.js';
import { helpOf } from './manual/manual.js';
import { Menu } from './menu.js';
import { createViews, type Views } from './views.js';
import { readerOf } from './visit.js';

/** So long before a session ends for want of activity, its page says so. */
const WARNING_SECONDS = 120;

/** Shows pages inside the layout: menu, Save Changes, notices. Every template gets the token for its forms. */
export class Pages {
  readonly #deps: Pick<Deps, 'config' | 'registry' | 'draft' | 'save' | 'waiting'>;
  readonly #render: Views;
  readonly #menu: Menu;
  readonly #helpFor: (path: string) => string;
  readonly #zoneCookie: string;
  /** What a session was told of already: what was taken back, and how a save ended that waited. */
  readonly #told = new WeakMap<Session, ReadonlySet<object | null>>();

  /** @param zoneCookie the cookie that the page's script sets */
  constructor(deps: Pick<Deps, 'config' | 'registry' | 'draft' | 'save' | 'waiting'>, zoneCookie: string) {
    this.#deps = deps;
    this.#zoneCookie = zoneCookie;
    this.#render = createViews(deps.config.views);
    this.#menu = new Menu(deps.registry, this.#render);
    this.#helpFor = helpOf(deps.registry);
  }

  async show(request: Request, response: Response, page: Page): Promise<void> {
    const token = request.visit?.token ?? '';
    const reader = readerOf(request);
    const body = await this.#render(`pages/${page.template}`, { ...page.locals, token }, reader);
    const html = await this.#render(
      'layout',
      {
        title: page.title,
        failed: page.isFailed ?? (page.status ?? 200) >= 400,
        script: page.script ?? '',
        refresh: page.refresh ?? '',
        signedIn: await this.#signedIn(request, page),
        token,
        zoneCookie: this.#zoneCookie,
        serverName: this.#deps.config.serverName,
        version: this.#deps.config.version,
        body,
      },
      reader,
    );
    // Text that is ended with goes out in one piece with the headers; Express's `send` makes a copy of it first.
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    response.status(page.status ?? 200).end(html);
  }

  /** A template below `views/` alone, without the layout. */
  fragment(template: string, locals: Locals, reader: Reader): Promise<string> {
    return this.#render(template, locals, reader);
  }

  async #signedIn(request: Request, page: Page): Promise<Locals | null> {
    const session = request.visit?.session ?? null;
    if (session === null) return null;
    const { draft, save, waiting } = this.#deps;
    const [here = ''] = request.originalUrl.split('?', 1);
    return {
      who: session.who,
      help: this.#helpFor(here),
      menu: await this.#menu.markup(here, readerOf(request)),
      pending: draft.pending().length,
      saving: save.current()?.outcome === 'running',
      waits: waiting.waiting()?.runAt ?? null,
      notices: [...this.#news(session, page), ...session.takeNotices()],
      warnAfter: sessionLimits.idleSeconds - WARNING_SECONDS,
      endAfter: sessionLimits.idleSeconds,
    };
  }

  /** The next page of everybody who is signed in, or signs in later, says it once; the home page says it anyway. */
  #news(session: Session, { template }: Page): readonly Notice[] {
    const { save, waiting } = this.#deps;
    const [takenBack, ended] = [save.takenBack(), waiting.ended()];
    const told = this.#told.get(session) ?? new Set();
    this.#told.set(session, new Set([takenBack, ended]));
    const isNew = (news: object): boolean => !told.has(news) && template !== 'home';
    return [
      ...(takenBack !== null && isNew(takenBack)
        ? [{ kind: 'error' as const, sentence: takenBackSentence(takenBack) }]
        : []),
      ...(ended !== null && isAmiss(ended) && template !== 'save-changes' && isNew(ended)
        ? [{ kind: 'warning' as const, sentence: endedSentence(ended) }]
        : []),
    ];
  }
}
