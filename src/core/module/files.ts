import type { Sentence } from '../words/sentence.js';
import type { Account } from '../layout.js';
import type { Machine, RenderedFile, TextFormat } from '../ports.js';
import type { Situation } from './situation.js';

/** What every file says of itself, and every file of a family. */
interface Kept {
  readonly why: Sentence;
  readonly readableBy: Account;
  readonly executable?: boolean;
  /** Names of the daemons that read it. None for what the panel itself reads. */
  readonly readBy: readonly string[];
  /** What the daemons need to take a new version. `reload` is a SIGHUP. */
  readonly takes: 'restart' | 'reload';
  /**
   * So much of a text as its daemons must have at once. Where only the rest changes, none is touched for it: they take the
   * new version when they are started next.
   */
  readonly atOnce?: (text: string) => string;
}

/** A file that the module keeps: what may be written is what stands here. */
export interface SingleFile<S, F> extends Kept {
  /** Relative to the live configuration, e.g. `bind/named.conf`. */
  readonly path: string;
  /** A template below `templates/` with its values, or a text as it is; null when these settings want no such file. */
  content(situation: Situation<S, F>): FileContent | null | Promise<FileContent | null>;
}

/** A file for each row of a table: `bind/zones/*.zone`. */
export interface FileFamily<S, F> extends Kept {
  /** With one `*`, which stands for the name of each: letters, digits, dots, hyphens and underscores. */
  readonly path: string;
  /** Name → content. */
  contents(situation: Situation<S, F>): ReadonlyMap<string, FileContent>;
}

export type FileDeclaration<S, F> = SingleFile<S, F> | FileFamily<S, F>;

/** A file, or a family of files, as the rest of the panel sees it. */
export type DeclaredFile = Kept & { readonly path: string };

export type FileContent =
  | {
      readonly template: string;
      readonly format: TextFormat;
      readonly values: Readonly<Record<string, unknown>>;
    }
  | { readonly text: string };

/** A rendered file with what the plan needs to know about it. */
export interface PlannedFile extends RenderedFile {
  readonly readBy: readonly string[];
  readonly takes: 'restart' | 'reload';
  /** See {@link Kept}. */
  readonly atOnce?: (text: string) => string;
}

/** The declaration that a path falls under; null when there is none. */
export function declarationOf<D extends Pick<DeclaredFile, 'path'>>(
  files: readonly D[],
  path: string,
): D | null {
  return files.find((file) => covers(file, path)) ?? null;
}

/** Whether a path is that of the file, or of one of the family. */
export function covers({ path: declared }: Pick<DeclaredFile, 'path'>, path: string): boolean {
  const [before = '', after] = declared.split('*');
  if (after === undefined) return path === declared;
  if (!path.startsWith(before) || !path.endsWith(after)) return false;
  return isName(path.slice(before.length, path.length - after.length));
}

/** A rendered file under the declaration that says who reads it. */
export function plannedFile(declared: DeclaredFile, path: string, content: string): PlannedFile {
  const { readableBy, executable = false, readBy, takes, atOnce } = declared;
  const later = atOnce === undefined ? {} : { atOnce };
  return { path, content, readableBy, executable, readBy, takes, ...later };
}

/** Renders a declared file, or each of a family. Throws when a family has a name that cannot be part of a path. */
export async function renderFile<S, F>(
  file: FileDeclaration<S, F>,
  situation: Situation<S, F>,
): Promise<readonly PlannedFile[]> {
  const { renderer } = situation.machine;
  const textOf = (content: FileContent): string | Promise<string> =>
    'text' in content ? content.text : renderer.render(content.template, content.format, content.values);
  if ('content' in file) {
    const content = await file.content(situation);
    return content === null ? [] : [plannedFile(file, file.path, await textOf(content))];
  }
  const named = [...file.contents(situation)].map(async ([name, content]) => {
    if (!isName(name)) throw new Error(`not a name of a file: ${name}`);
    return plannedFile(file, file.path.replace('*', name), await textOf(content));
  });
  return Promise.all(named);
}

function isName(text: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(text) && !text.includes('..');
}

/** Looks at rendered files of a module before they are live. Throws with a sentence that says what is refused, and where. */
export type Inspector = (machine: Machine, files: readonly RenderedFile[]) => Promise<void>;
