/** The panel's own log: one line an event, never a secret. */
export interface Log {
  info(message: string): void;
  error(message: string): void;
}
