import { say, sayOf, type Sentence } from './words/sentence.js';

/** What an act is about, for the filter of the audit log. */
export interface AuditKind {
  readonly kind: string;
  readonly label: Sentence;
  /** What the names of its acts begin with. */
  readonly acts: readonly string[];
  /** What its records said, in English, before records had a kind. */
  readonly earlier?: RegExp;
}

/** Every kind, in the order of the filter. */
export const auditKinds: readonly AuditKind[] = [
  {
    kind: 'users',
    label: say`Users`,
    acts: ['users', 'sessions'],
    earlier:
      /^User \S+(:| added$| deleted$| changed$| gets )|^Sessions? (of )?\S+ (closed|ended)$| kept for the name /,
  },
  { kind: 'announcements', label: say`Announcements`, acts: ['announcements'] },
  {
    kind: 'settings',
    label: say`Settings`,
    acts: ['settings', 'certificates', 'modules'],
    earlier:
      / changed in the draft$| noted for the next save$| uploaded$|^Renewing the certificate$| (enabled|disabled|turned (on|off))( for the next save| in the draft)?$| taken over for /,
  },
  {
    kind: 'saves',
    label: say`Save Changes`,
    acts: ['changes'],
    earlier: /^Save Changes|^Changes discarded$/,
  },
  {
    kind: 'daemons',
    label: say`Daemons`,
    acts: ['daemons'],
    earlier: / (restarted|started again)$/,
  },
  {
    kind: 'sign-in',
    label: say`Signing in, and My Account`,
    acts: ['account'],
    earlier:
      /^(Sign-in|Signed (in|out)( everywhere)?|Confirmation by password|Own (password|session) .+|Password of the administrator set|Language of the pages changed)$/,
  },
  { kind: 'panel', label: sayOf('records of the audit log')`What the panel did by itself`, acts: [] },
];

/** The kind of an act. @param name the act's, such as `users.edit` */
export function kindOf(name: string): string {
  const [area = ''] = name.split('.', 1);
  return auditKinds.find(({ acts }) => acts.includes(area))?.kind ?? area;
}

/** The kind of a record that has none. @param what its English text; `''` where that does not tell */
export function earlierKind(what: string): string {
  return auditKinds.find(({ earlier }) => earlier?.test(what))?.kind ?? '';
}
