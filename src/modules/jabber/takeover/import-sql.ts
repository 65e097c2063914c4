/** Table → its columns. */
export type Tables = ReadonlyMap<string, readonly string[]>;

/** Prints every table with its columns, a line each: `roster-items|jid`. */
export const TABLES_QUERY =
  "SELECT t.name, c.name FROM sqlite_master t, pragma_table_info(t.name) c WHERE t.type = 'table' ORDER BY t.name, c.cid;";

/** Reads what {@link TABLES_QUERY} prints. */
export function readTables(text: string): Tables {
  const tables = new Map<string, string[]>();
  for (const line of text.split('\n')) {
    const [table, column] = line.split('|');
    if (table === undefined || column === undefined) continue;
    tables.set(table, [...(tables.get(table) ?? []), column]);
  }
  return tables;
}

/** How a domain is written in the old database, and how it is written here. */
export interface Respelling {
  readonly from: string;
  readonly to: string;
}

/** Columns that hold a JID. */
const JIDS = ['collection-owner', 'jid'];

/**
 * The SQL that copies the rows of the attached database `old` into ours, all or nothing. Only our own tables and
 * columns are named in it. Whoever has rows in a table here keeps those: doing it twice adds nothing.
 * @param respelling when the domain is the same one in another spelling (`xn--…`): JIDs then get ours
 */
export function importSql(ours: Tables, old: Tables, respelling: Respelling | null): string {
  const statements = [...ours].flatMap(([table, columns]) => {
    const theirs = old.get(table) ?? [];
    const shared = columns.filter((column) => column !== 'object-sequence' && theirs.includes(column));
    if (!shared.includes('collection-owner')) return [];
    const owner = valueOf('collection-owner', respelling);
    return [
      `INSERT INTO main.${name(table)} (${shared.map(name).join(', ')})`,
      `  SELECT ${shared.map((column) => valueOf(column, respelling)).join(', ')} FROM old.${name(table)}`,
      `  WHERE ${owner} NOT IN (SELECT "collection-owner" FROM main.${name(table)})`,
      `  ORDER BY ${theirs.includes('object-sequence') ? '"object-sequence"' : 'rowid'};`,
    ];
  });
  return ['BEGIN IMMEDIATE;', ...statements, 'COMMIT;', ''].join('\n');
}

function valueOf(column: string, respelling: Respelling | null): string {
  if (respelling === null || !JIDS.includes(column)) return name(column);
  const from = text(`@${respelling.from}`);
  const bare = `substr(${name(column)}, 1, length(${name(column)}) - length(${from}))`;
  return `CASE WHEN substr(${name(column)}, -length(${from})) = ${from} THEN ${bare} || ${text(`@${respelling.to}`)} ELSE ${name(column)} END`;
}

/** A name between quotes. */
function name(value: string): string {
  return `"${value.replaceAll('"', '""')}"`;
}

/** A text literal. */
export function text(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}
