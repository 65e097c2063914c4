/** Time. `monotonic` is for durations: it never jumps. */
export interface Clock {
  now(): Date;
  /** Milliseconds since some fixed moment. */
  monotonic(): number;
  sleep(milliseconds: number): Promise<void>;
}
