import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const script = fileURLToPath(new URL('../fixtures/slixmpp-command.py', import.meta.url));

/** Who carries out which command, with which text in its form. */
export interface WantedCommand {
  readonly jid: string;
  readonly password: string;
  /** On this machine. */
  readonly port: number;
  /** Of the stream (RFC 6120, 4.7.4). */
  readonly language: string;
  readonly node: string;
  readonly text: string;
}

const said = z.object({
  error: z.string().optional(),
  /** Node and name. */
  commands: z.array(z.tuple([z.string(), z.string()])).optional(),
  /** Title, and the labels of the fields. */
  form: z.tuple([z.string(), z.array(z.string())]).optional(),
  status: z.string().optional(),
  notes: z.array(z.tuple([z.string(), z.string()])).optional(),
});

/** Has Debian's slixmpp find the commands of a server (XEP-0133) and carry one out. */
export async function commandBySlixmpp(wanted: WantedCommand): Promise<z.infer<typeof said>> {
  const python = spawn('/usr/bin/python3', [script], { stdio: ['pipe', 'pipe', 'pipe'] });
  python.stdin.end(JSON.stringify(wanted));
  const [output, complaints] = await Promise.all([text(python.stdout), text(python.stderr)]);
  if (output === '') throw new Error(`slixmpp: ${complaints}`);
  return said.parse(JSON.parse(output));
}
