import { z } from 'zod';

/** A field is a text, the bytes of what is no UTF-8, null when it is too long, or a list when it is there twice. */
const field = z.union([z.string(), z.array(z.number()), z.null(), z.array(z.unknown())]).optional();

const schema = z.object({ __REALTIME_TIMESTAMP: z.string(), MESSAGE: field, MESSAGE_ID: field });

/** An entry of the journal, of what this program asks of it. */
export interface JournalEntry {
  /** Microseconds since 1970. */
  readonly at: number;
  readonly message: string;
  readonly messageId: string;
}

/** Reads what `journalctl -o json` prints: one entry a line (systemd.journal-fields(7)). */
export function parseEntries(text: string): readonly JournalEntry[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const entry = schema.parse(JSON.parse(line));
      return {
        at: Number(entry.__REALTIME_TIMESTAMP),
        message: textOf(entry.MESSAGE),
        messageId: textOf(entry.MESSAGE_ID),
      };
    });
}

function textOf(value: z.infer<typeof field>): string {
  if (typeof value === 'string') return value;
  const bytes = z.array(z.number()).safeParse(value);
  return bytes.success ? Buffer.from(bytes.data).toString('utf8') : '';
}

/** An entry as the other supervisor's logs have their lines, by this machine's clock: `2026-11-25 20:47:00.123456 text`. */
export function lineOf({ at, message }: JournalEntry): string {
  const date = new Date(Math.floor(at / 1000));
  const local = new Date(date.getTime() - date.getTimezoneOffset() * 60_000);
  const when = local.toISOString().replace('T', ' ').replace('Z', '');
  return `${when}${String(at % 1000).padStart(3, '0')} ${message}`;
}
