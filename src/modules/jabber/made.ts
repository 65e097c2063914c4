import { z } from 'zod';
import type { Machine } from '../../core/ports.js';
import { restore } from './database.js';

const madeSchema = z.discriminatedUnion('undo', [
  z.strictObject({ undo: z.literal('remove'), path: z.string() }),
  z.strictObject({ undo: z.literal('write'), path: z.string(), text: z.string() }),
  /** A database of ours, from a copy of it. */
  z.strictObject({ undo: z.literal('restore'), path: z.string(), from: z.string() }),
]);
const recordsSchema = z.record(z.string(), z.array(madeSchema));

/** Something that a step is about to make, and how it is taken back. */
export type Made = z.infer<typeof madeSchema>;

type Part = Pick<Machine, 'store' | 'files' | 'commands' | 'layout'>;

/** Writes down what a step is about to make: a process that comes later takes it back. */
export async function remember(machine: Part, step: string, made: Made): Promise<void> {
  const records = await recordsOf(machine);
  await document(machine).write({ ...records, [step]: [...(records[step] ?? []), made] });
}

/** Takes back what a step made, the last thing first. */
export async function takeBack(machine: Machine, step: string): Promise<void> {
  const made = (await recordsOf(machine))[step] ?? [];
  for (const one of [...made].reverse()) await undo(machine, one);
  await forget(machine, step);
}

/** From here on nothing that a step made is taken back. */
export async function forget(machine: Part, step: string): Promise<void> {
  const records = await recordsOf(machine);
  if (records[step] === undefined) return;
  await document(machine).write(
    Object.fromEntries(Object.entries(records).filter(([name]) => name !== step)),
  );
}

async function undo(machine: Machine, made: Made): Promise<void> {
  switch (made.undo) {
    case 'remove':
      return machine.files.remove(made.path);
    case 'write':
      return machine.files.write(made.path, made.text, 'chat', 0o600);
    case 'restore':
      return restore(machine, made.path, made.from);
  }
}

function document({ store }: Part): ReturnType<Machine['store']['document']> {
  return store.document('made');
}

async function recordsOf(machine: Part): Promise<z.infer<typeof recordsSchema>> {
  return recordsSchema.parse((await document(machine).read()) ?? {});
}
