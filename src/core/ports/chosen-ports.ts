/** The ports on loopback whose numbers are ours to choose: those that modules declare as such. */
export interface ChosenPorts {
  /**
   * Takes the next port that is free, for good: it stands in `layout.ports` from then on. For a port that no daemon was
   * ever given: the daemons' configuration names it.
   * @param name as a module declares it
   */
  moveOn(name: string): Promise<void>;
}
