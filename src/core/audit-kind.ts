import { say, sayOf, type Sentence } from './words/sentence.js';

/** What an act is about, for the filter of the audit log. */
export interface AuditKind {
  readonly kind: string;
  readonly label: Sentence;
  /** What the names of its acts begin with. */
  readonly acts: readonly string[];
}

/** Every kind, in the order of the filter. */
export const auditKinds: readonly AuditKind[] = [
  { kind: 'users', label: say`Users`, acts: ['users', 'sessions'] },
  { kind: 'settings', label: say`Settings`, acts: ['settings', 'certificates', 'modules'] },
  { kind: 'saves', label: say`Save Changes`, acts: ['changes'] },
  { kind: 'daemons', label: say`Daemons`, acts: ['daemons'] },
  { kind: 'sign-in', label: say`Signing in, and My Account`, acts: ['account'] },
  { kind: 'panel', label: sayOf('records of the audit log')`What the panel did by itself`, acts: [] },
];

/** The kind of an act. @param name the act's, such as `users.edit` */
export function kindOf(name: string): string {
  const [area = ''] = name.split('.', 1);
  return auditKinds.find(({ acts }) => acts.includes(area))?.kind ?? area;
}
