/** One plain sentence for the person who waits. */
export function say(sentence) {
  process.stdout.write(`${sentence}\n`);
}

/** Says what is wrong and what to do, and ends the process. */
export function fail(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}
