/** A text that must not be shown: whatever prints it prints `****`. Only {@link Secret.reveal} gives it away. */
export class Secret {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** The secret itself. Call it only where it is handed to whom it is for. */
  reveal(): string {
    return this.#text;
  }

  toString(): string {
    return '****';
  }

  toJSON(): string {
    return '****';
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return '****';
  }
}

/** What stands for the secret of a name in a text that is shown to whom may not have it. */
export function maskedSecret(name: string): string {
  return `{secret ${name}}`;
}
