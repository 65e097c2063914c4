/** Counts what the chat sign-in answered since it began. What the panel tries out itself is none of it. */
export class SignInCounts {
  #accepted = 0;
  #refused = 0;

  accepted(): void {
    this.#accepted += 1;
  }

  refused(): void {
    this.#refused += 1;
  }

  totals(): { readonly accepted: number; readonly refused: number } {
    return { accepted: this.#accepted, refused: this.#refused };
  }
}
