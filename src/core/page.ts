import type { Asked, Permission } from './act.js';
import type { Settings } from './setting-value.js';
import type { Field } from './fields/field.js';
import type { Sentence } from './words/sentence.js';

/** A form's fields as they were sent: name → text. A Map, so that no name means anything. */
export type FormFields = ReadonlyMap<string, string>;

/** The values that a template shows, built field by field: never a request's body. */
export type Locals = Readonly<Record<string, unknown>>;

/** One page as it is to be shown inside the layout. */
export interface Page {
  /** A template below `views/pages`. */
  readonly template: string;
  /** The page's heading and the browser's title. */
  readonly title: Sentence;
  readonly locals: Locals;
  readonly status?: number;
  /** True when the page tells of a failure although it answers 200. */
  readonly isFailed?: boolean;
  /** The page's own script, below /assets. */
  readonly script?: string;
  /** Where the page goes by itself every two seconds in a browser without scripts. */
  readonly refresh?: string;
}

/** A sentence that is shown once, on the next page. */
export interface Notice {
  readonly kind: 'done' | 'warning' | 'error';
  readonly sentence: Sentence;
}

/** What somebody who is signed in asks of a page. */
export interface PageRequest {
  /** The path, without its query. */
  readonly path: string;
  /** A parameter of the query, `''` when it was not sent or more than once. */
  readonly query: (name: string) => string;
  /** A part of the path. */
  readonly part: (name: string) => string;
  /** A field of the form, `''` when it was not sent. */
  readonly field: (name: string) => string;
  /** All that the form sent; empty where there is none. */
  readonly form: FormFields;
  /** The files that the form sent; only of a page that takes them, see {@link PageDeclaration.takesFiles}. */
  readonly files: readonly Uint8Array[];
  /** What the form says of these fields, each under `prefix` and its name. What is no field at all is kept, to be refused. */
  readonly settings: (fields: readonly Field[], prefix?: string) => Settings;
  /** That the form came after its session had ended, as a sentence: the page is to show it again. Null when it did not. */
  readonly late: Sentence | null;
  /** Who asks, and what was agreed to with this form. */
  readonly permission: Permission;
}

/** What a page answers. */
export type PageAnswer =
  | { readonly kind: 'shown'; readonly page: Page }
  | { readonly kind: 'moved'; readonly to: string; readonly notice?: Notice }
  /** A file to be taken away. */
  | { readonly kind: 'file'; readonly file: DownloadedFile }
  /** An act asks something first: it is asked on a page of its own, which sends the form again. */
  | {
      readonly kind: 'asking';
      readonly asked: Asked;
      readonly cancel: string;
      /** What is sent again, where that is not the form as it came. */
      readonly form?: FormFields;
    };

/** A file that the browser keeps; nothing of it stays in a cache. */
export interface DownloadedFile {
  readonly name: string;
  /** The media type. */
  readonly type: string;
  readonly text: string;
}

/** Answers a request. What it throws goes to the error page. */
export type PageHandler = (request: PageRequest) => PageAnswer | Promise<PageAnswer>;

/** One path with what it answers to; any other method is 405. */
export interface PageDeclaration {
  readonly path: string;
  /** True where `get` shows again what was typed into a form that came too late; see {@link PageRequest.late}. */
  readonly showsLateForm?: boolean;
  /** Of a page whose `post` takes a form with files: how many bytes each may have. */
  readonly takesFiles?: number;
  readonly get?: PageHandler;
  readonly post?: PageHandler;
  /** Of a page without `get`: the path where its form stands; the path above it if left out. */
  readonly formAt?: string;
}

/** Shows a page. */
export function shown(page: Page): PageAnswer {
  return { kind: 'shown', page };
}

/** Goes on to another page, where the notice is shown. */
export function movedTo(to: string, notice?: Notice): PageAnswer {
  return { kind: 'moved', to, ...(notice === undefined ? {} : { notice }) };
}

/** Goes on to another page and says there what was done. */
export function doneTo(to: string, sentence: Sentence): PageAnswer {
  return movedTo(to, { kind: 'done', sentence });
}
