import { existsSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import ts from 'typescript';

/**
 * ESLint rule: no file imports itself by way of others. Types count too: they load nothing, but two files that need each
 * other's types hold one noun between them, and can be read only together.
 */
export const noImportCircles = {
  meta: {
    type: 'problem',
    schema: [],
    messages: { circle: 'Imports go in a circle: {{way}}. Move what both need to a file of its own.' },
  },
  create(context) {
    const look = (node) => {
      const first = node.source === null ? null : fileOf(context.filename, node.source.value);
      const way = first === null ? null : wayBetween(first, context.filename);
      if (way === null) return;
      const names = [context.filename, ...way].map((path) => path.slice(context.cwd.length + 1));
      context.report({ node, messageId: 'circle', data: { way: names.join(' → ') } });
    };
    return { ImportDeclaration: look, ExportNamedDeclaration: look, ExportAllDeclaration: look };
  },
};

/** The files on the shortest way of imports, both ends included; null when there is none. */
function wayBetween(from, to) {
  const cameFrom = new Map([[from, null]]);
  for (const file of cameFrom.keys()) {
    if (file === to) return wayTo(file, cameFrom);
    for (const next of importsOf(file)) if (!cameFrom.has(next)) cameFrom.set(next, file);
  }
  return null;
}

function wayTo(end, cameFrom) {
  const way = [];
  for (let file = end; file !== null; file = cameFrom.get(file)) way.unshift(file);
  return way;
}

/** Read once a run: every file's way back goes through the same files. */
const known = new Map();

/** The files of ours that a file imports. */
function importsOf(file) {
  let found = known.get(file);
  if (found === undefined) {
    const { importedFiles } = ts.preProcessFile(readFileSync(file, 'utf8'), true, true);
    found = importedFiles.map(({ fileName }) => fileOf(file, fileName)).filter((path) => path !== null);
    known.set(file, found);
  }
  return found;
}

/** The file that an import names; null when it is a package's. */
function fileOf(importer, name) {
  if (!name.startsWith('.')) return null;
  const path = resolve(dirname(importer), name);
  return [path.replace(/\.js$/, '.ts'), path].find((candidate) => existsSync(candidate)) ?? null;
}
