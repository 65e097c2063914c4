import type { AccountPart } from '../account-part.js';
import { say, type Sentence } from '../../words/sentence.js';

/** What a column of a file can be. */
export interface ColumnTarget {
  /** `userName`, or `MODULE.FIELD` of an account; `''`: the column is left out. */
  readonly name: string;
  readonly label: Sentence;
  /** True of what is recognised, and not used. */
  readonly isLeftOut?: boolean;
}

/** How headers of the programs that people come from call each, folded by {@link foldedHead}. */
const HEADS: Readonly<Record<string, readonly string[]>> = {
  userName: [
    ...['username', 'user', 'login', 'loginname', 'uid', 'samaccountname', 'account', 'accountname', 'nick'],
    ...['usuario', 'nombredeusuario', 'benutzername', 'benutzer', 'kennung', 'identifiant'],
  ],
  firstName: [
    ...['firstname', 'givenname', 'first', 'forename'],
    ...['nombre', 'nombredepila', 'vorname', 'prenom'],
  ],
  lastName: [
    ...['lastname', 'surname', 'sn', 'last', 'familyname'],
    ...['apellido', 'apellidos', 'nachname', 'familienname', 'nom'],
  ],
  fullName: [
    ...['fullname', 'name', 'displayname', 'cn', 'commonname'],
    ...['nombrecompleto', 'nombreyapellidos', 'anzeigename', 'nomcomplet'],
  ],
  comment: [
    ...['comment', 'description', 'note', 'notes', 'comments'],
    ...['comentario', 'descripcion', 'kommentar', 'beschreibung', 'bemerkung'],
  ],
  password: [
    'password',
    'passwd',
    'initialpassword',
    'passwordprofile',
    'contrasena',
    'passwort',
    'kennwort',
  ],
  email: [
    ...['email', 'emailaddress', 'mail', 'userprincipalname', 'upn', 'mailaddress'],
    ...['correo', 'correoelectronico', 'emailadresse'],
  ],
  groups: [
    'groups',
    'group',
    'memberof',
    'class',
    'orgunitpath',
    'grupo',
    'grupos',
    'clase',
    'gruppe',
    'gruppen',
    'klasse',
  ],
};

/** The columns of Zentyal's list of users, which has no header. */
const ZENTYAL = [
  ...['userName', '', 'firstName', '', 'lastName', 'fullName', 'comment', 'email'],
  ...['password', '', '', 'groups'],
] as const;

/** Everything that a column can be, in the order of the choices. */
export function columnTargets(parts: readonly AccountPart[]): readonly ColumnTarget[] {
  return [
    { name: '', label: say`Leave out` },
    { name: 'userName', label: say`User name` },
    { name: 'firstName', label: say`First name` },
    { name: 'lastName', label: say`Last name` },
    { name: 'fullName', label: say`Full name` },
    { name: 'comment', label: say`Comment` },
    { name: 'password', label: say`Password` },
    { name: 'email', label: say`Mail address` },
    { name: 'groups', label: say`Groups (left out)`, isLeftOut: true },
    ...parts.flatMap(({ module, section }) =>
      section.fields.map((field) => ({
        name: `${module}.${field.name}`,
        label: say`${{ account: section.title }}: ${{ field: field.label }}`,
      })),
    ),
  ];
}

/** What each column is by its header; of two that say the same the first is taken, and the other one left out. */
export function columnsOfHeads(
  heads: readonly string[],
  targets: readonly ColumnTarget[],
): readonly string[] {
  const taken = new Set<string>();
  return heads.map((head) => {
    const name = targetOfHead(head, targets);
    if (name === '' || taken.has(name)) return '';
    taken.add(name);
    return name;
  });
}

/** Whether this line names columns rather than a person. */
export function isHeader(cells: readonly string[], targets: readonly ColumnTarget[]): boolean {
  const known = cells.filter((cell) => targetOfHead(cell, targets) !== '').length;
  const filled = cells.filter((cell) => cell.trim() !== '').length;
  return known >= 2 || (known === 1 && filled <= 2);
}

/** What each column of a file without a header is, by its form; all left out where that says nothing. */
export function columnsOfCells(cells: readonly string[]): readonly string[] {
  const isZentyal = cells.length === ZENTYAL.length && /^([01]|true|false)?$/i.test(cells[9]?.trim() ?? '');
  return isZentyal ? ZENTYAL : cells.map(() => '');
}

/** As Google marks what is required, and Entra the attribute: `Name [displayName] Required`. */
function targetOfHead(head: string, targets: readonly ColumnTarget[]): string {
  const bare = head.trim().replace(/^['"]|['"]$/g, '');
  const exact = targets.find(({ name }) => name !== '' && name === bare);
  if (exact !== undefined) return exact.name;
  const attribute = /\[(?!required)([^\]]+)\]/i.exec(bare)?.[1] ?? bare.replace(/\[?required\]?/i, '');
  const folded = foldedHead(attribute);
  return Object.entries(HEADS).find(([, heads]) => heads.includes(folded))?.[0] ?? '';
}

/** Without case, accents, blanks and marks. */
function foldedHead(head: string): string {
  return head
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '');
}
