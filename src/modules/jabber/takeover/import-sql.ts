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

/** A table that both databases have, with the columns that both have. */
interface Shared {
  readonly table: string;
  readonly columns: readonly string[];
  readonly hasSequence: boolean;
}

/** Only our own tables and columns are named in what is made of these. */
function sharedOf(ours: Tables, old: Tables): readonly Shared[] {
  return [...ours].flatMap(([table, columns]) => {
    const theirs = old.get(table) ?? [];
    const shared = columns.filter((column) => column !== 'object-sequence' && theirs.includes(column));
    if (!shared.includes('collection-owner')) return [];
    return [{ table, columns: shared, hasSequence: theirs.includes('object-sequence') }];
  });
}

/** Whose rows are copied: users who have rows in a table here keep those. Doing it twice adds nothing. */
function isNew(table: string, respelling: Respelling | null): string {
  const owner = valueOf('collection-owner', respelling);
  return `${owner} NOT IN (SELECT "collection-owner" FROM main.${name(table)})`;
}

/**
 * The SQL that copies the rows of the attached database `old` into ours, all or nothing.
 * @param respelling when the domain is the same one in another spelling (`xn--…`): JIDs then get ours
 */
export function importSql(ours: Tables, old: Tables, respelling: Respelling | null): string {
  const statements = sharedOf(ours, old).flatMap(({ table, columns, hasSequence }) => [
    `INSERT INTO main.${name(table)} (${columns.map(name).join(', ')})`,
    `  SELECT ${columns.map((column) => valueOf(column, respelling)).join(', ')} FROM old.${name(table)}`,
    `  WHERE ${isNew(table, respelling)}`,
    `  ORDER BY ${hasSequence ? '"object-sequence"' : 'rowid'};`,
  ]);
  return ['BEGIN IMMEDIATE;', ...statements, 'COMMIT;', ''].join('\n');
}

/** Table → how many rows it has here, and how many {@link importSql} would add. */
export type Counts = ReadonlyMap<string, { readonly here: number; readonly toCome: number }>;

/** The SQL that prints {@link Counts}, a line each: `roster-items|0|3`. */
export function countSql(ours: Tables, old: Tables, respelling: Respelling | null): string {
  return sharedOf(ours, old)
    .map(({ table }) => {
      const toCome = `SELECT count(*) FROM old.${name(table)} WHERE ${isNew(table, respelling)}`;
      return `SELECT ${text(table)}, (SELECT count(*) FROM main.${name(table)}), (${toCome});\n`;
    })
    .join('');
}

/** Reads what {@link countSql} prints. */
export function readCounts(printed: string): Counts {
  const lines = printed.split('\n').filter((line) => line !== '');
  return new Map(
    lines.map((line) => {
      const [table = '', here, toCome] = line.split('|');
      return [table, { here: Number(here), toCome: Number(toCome) }];
    }),
  );
}

/** The tables in which not all arrived that was to come. */
export function missingIn(before: Counts, after: Counts): readonly string[] {
  return [...before].flatMap(([table, { here, toCome }]) => {
    const now = after.get(table);
    return now?.here === here + toCome && now.toCome === 0 ? [] : [table];
  });
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
