/** The router's port, which is ours to choose. */
export interface RouterPort {
  /**
   * Takes the next port that is free, for good: `layout.ports.router` is that one from then on. For a router that was
   * never started: the configuration of every daemon names it.
   */
  moveOn(): Promise<void>;
}
