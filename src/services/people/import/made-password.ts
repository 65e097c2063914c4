import { randomBytes } from 'node:crypto';

/** No letters that look alike; 32 of them, so that five random bits choose one without any being likelier. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz023456789';
const GROUPS = 3;
const GROUP = 5;

/** A password that people can copy from paper: 75 random bits in three groups. */
export function madePassword(): string {
  const letters = Array.from(randomBytes(GROUPS * GROUP), (byte) => LETTERS[byte % LETTERS.length]);
  return Array.from({ length: GROUPS }, (_, group) =>
    letters.slice(group * GROUP, (group + 1) * GROUP).join(''),
  ).join('-');
}
