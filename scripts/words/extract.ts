import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import ejs from 'ejs';
import ts from 'typescript';

/** A sentence as it stands in the code. */
export interface Found {
  /** English with `{name}` places; of a plural what is said of one. */
  readonly message: string;
  /** What is said of several. */
  readonly several?: string;
  readonly context: string;
  /** Paths from the repository's top, sorted. */
  readonly files: readonly string[];
  /** What comments say to translators: `// Translators: …` above it. */
  readonly comments: readonly string[];
}

/** Names a sentence among all of a catalogue. */
export function keyOf({ context, message }: Pick<Found, 'context' | 'message'>): string {
  return `${context}\u0004${message}`;
}

/**
 * All sentences of the code and of the templates, in the order of their files, so that those of a module stand together.
 * @param root the repository's top folder
 * @throws where a sentence is written in a way that cannot be read, with the file
 */
export function extract(root: string): readonly Found[] {
  const paths = [...below(join(root, 'src'), '.ts'), ...below(join(root, 'views'), '.ejs')];
  const all = new Map<string, Found>();
  for (const path of paths)
    for (const found of sentencesIn(sourceOf(path), relative(root, path))) {
      const before = all.get(keyOf(found));
      all.set(keyOf(found), before === undefined ? found : joined(before, found));
    }
  return [...all.values()];
}

function below(folder: string, ending: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .sort()
    .map((name) => join(folder, name));
}

/** Code as it is, and a template as the code that EJS makes of it. */
function sourceOf(path: string): ts.SourceFile {
  const text = readFileSync(path, 'utf8');
  const isTemplate = path.endsWith('.ejs');
  return ts.createSourceFile(
    path,
    isTemplate ? codeOf(text) : text,
    ts.ScriptTarget.Latest,
    true,
    isTemplate ? ts.ScriptKind.JS : ts.ScriptKind.TS,
  );
}

function codeOf(template: string): string {
  const compiled: unknown = new ejs.Template(template, {});
  if (!hasSource(compiled)) throw new Error('EJS gives no source');
  compiled.generateSource();
  return compiled.source;
}

function hasSource(value: unknown): value is { source: string; generateSource(): void } {
  return typeof value === 'object' && value !== null && 'source' in value && 'generateSource' in value;
}

function joined(one: Found, other: Found): Found {
  if (one.several !== other.several && one.several !== undefined && other.several !== undefined)
    throw new Error(`“${one.message}” has two plurals: “${one.several}” and “${other.several}”`);
  const several = one.several ?? other.several;
  return {
    ...one,
    ...(several === undefined ? {} : { several }),
    files: [...new Set([...one.files, ...other.files])].sort(),
    comments: [...new Set([...one.comments, ...other.comments])],
  };
}

function sentencesIn(source: ts.SourceFile, file: string): readonly Found[] {
  const found: Found[] = [];
  const take = (node: ts.Node, message: string, context: string, several?: string): void => {
    const comments = commentsAbove(node, source);
    found.push({ message, context, files: [file], comments, ...(several === undefined ? {} : { several }) });
  };
  const visit = (node: ts.Node): void => {
    mustBeTag(node, file);
    mustBeCalled(node, file);
    const plural = pluralOf(node, file);
    const said = ts.isTaggedTemplateExpression(node) ? saidBy(node, file) : null;
    if (plural !== null) take(node, plural.one.message, plural.one.context, plural.several.message);
    else if (said !== null) take(node, said.message, said.context);
    else if (ts.isCallExpression(node) && isNamed(node.expression, 'phrase'))
      take(node, literalOf(node.arguments[0], file), '');
    if (plural === null) ts.forEachChild(node, visit);
    // What stands in the places of a plural may be sentences, too.
    else plural.places.forEach(visit);
  };
  visit(source);
  return found;
}

interface Said {
  readonly message: string;
  readonly context: string;
  readonly places: readonly ts.Expression[];
}

/** What stands in say`…` or sayOf('context')`…`; null for another tag. */
function saidBy({ tag, template }: ts.TaggedTemplateExpression, file: string): Said | null {
  const isOf = ts.isCallExpression(tag) && isNamed(tag.expression, 'sayOf');
  if (!isOf && !isNamed(tag, 'say')) return null;
  const context = isOf ? literalOf(tag.arguments[0], file) : '';
  if (ts.isNoSubstitutionTemplateLiteral(template)) return { message: template.text, context, places: [] };
  const places = template.templateSpans.map(({ expression }) => expression);
  const message = template.templateSpans.reduce(
    (text, { expression, literal }) => `${text}{${placeOf(expression, file)}}${literal.text}`,
    template.head.text,
  );
  return { message, context, places };
}

/** The two sentences of many(count, one, several); null for what is no such call. */
function pluralOf(
  node: ts.Node,
  file: string,
): { readonly one: Said; readonly several: Said; readonly places: readonly ts.Node[] } | null {
  if (!ts.isCallExpression(node) || !isNamed(node.expression, 'many')) return null;
  const [count, ...forms] = node.arguments;
  const [one, several] = forms.map((form) =>
    ts.isTaggedTemplateExpression(form) ? saidBy(form, file) : null,
  );
  if (count === undefined || one === null || several === null || one === undefined || several === undefined)
    throw new Error(`${file}: many() takes a count and two say\`…\``);
  return { one, several, places: [count, ...one.places, ...several.places] };
}

/** Refuses say and sayOf(…) that are no tag of a template: what an alias says would be in no catalogue. */
function mustBeTag(node: ts.Node, file: string): void {
  if (!ts.isIdentifier(node) || (node.text !== 'say' && node.text !== 'sayOf') || isOnlyName(node)) return;
  const { parent } = node;
  const isCalled = node.text === 'sayOf' && ts.isCallExpression(parent) && parent.expression === node;
  const tag = isCalled ? parent : node;
  if (ts.isTaggedTemplateExpression(tag.parent) && tag.parent.tag === tag) return;
  throw new Error(`${file}: ${node.text} must be the tag of a template: ${tag.parent.getText()}`);
}

/** Refuses to hand on many or phrase under another name, for the same reason. */
function mustBeCalled(node: ts.Node, file: string): void {
  if (!ts.isIdentifier(node) || (node.text !== 'many' && node.text !== 'phrase')) return;
  const { parent } = node;
  const isHandedOn =
    (ts.isVariableDeclaration(parent) && parent.initializer === node) ||
    (ts.isCallExpression(parent) && parent.arguments.includes(node)) ||
    (ts.isImportSpecifier(parent) && parent.propertyName === node);
  if (isHandedOn)
    throw new Error(`${file}: ${node.text} must be called where it stands: ${parent.getText()}`);
}

/** Whether the word is imported, declared or handed on under its own name. */
function isOnlyName({ parent }: ts.Identifier): boolean {
  return (
    ((ts.isImportSpecifier(parent) || ts.isBindingElement(parent)) && parent.propertyName === undefined) ||
    ts.isFunctionDeclaration(parent) ||
    ts.isShorthandPropertyAssignment(parent) ||
    ts.isTypeQueryNode(parent)
  );
}

/** The name in \${{ name }} or \${{ name: value }}. */
function placeOf(expression: ts.Expression, file: string): string {
  const property = ts.isObjectLiteralExpression(expression) ? expression.properties[0] : undefined;
  const name = property?.name;
  if (name === undefined || !ts.isIdentifier(name))
    throw new Error(`${file}: a place of a sentence has no name: \${${expression.getText()}}`);
  // As the reader finds places in a message.
  if (!/^[A-Za-z0-9]+$/.test(name.text))
    throw new Error(`${file}: the name of a place has only letters and digits, not ${name.text}`);
  return name.text;
}

function literalOf(node: ts.Expression | undefined, file: string): string {
  if (node !== undefined && ts.isStringLiteralLike(node)) return node.text;
  if (
    node !== undefined &&
    ts.isBinaryExpression(node) &&
    node.operatorToken.kind === ts.SyntaxKind.PlusToken
  )
    return literalOf(node.left, file) + literalOf(node.right, file);
  throw new Error(`${file}: only a text can be found here, not ${node?.getText() ?? 'nothing'}`);
}

function isNamed(node: ts.Node, name: string): boolean {
  return ts.isIdentifier(node) && node.text === name;
}

/** `// Translators: …` or a block comment of that kind, above the sentence or what it belongs to on the same line. */
function commentsAbove(node: ts.Node, source: ts.SourceFile): readonly string[] {
  const line = source.getLineAndCharacterOfPosition(node.getStart(source)).line;
  const told = new Set<string>();
  for (
    let one: ts.Node | undefined = node;
    one !== undefined;
    one = ts.isSourceFile(one) ? undefined : one.parent
  ) {
    if (ts.isSourceFile(one) || source.getLineAndCharacterOfPosition(one.getStart(source)).line !== line)
      break;
    const comments = [
      ...(ts.getTrailingCommentRanges(source.text, one.pos) ?? []),
      ...(ts.getLeadingCommentRanges(source.text, one.pos) ?? []),
    ];
    for (const { pos, end } of comments) {
      const [, text] = /Translators: ([^]*?)(?:\*\/)?$/.exec(source.text.slice(pos, end)) ?? [];
      if (text !== undefined) told.add(text.replace(/\s+/g, ' ').trim());
    }
  }
  return [...told];
}
