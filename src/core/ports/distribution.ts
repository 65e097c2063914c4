/** A unit or an init script with which the operating system runs daemons that the panel runs itself. */
export interface DistributionUnit {
  /** `x.service`, or the bare name of an init script: `x`. */
  readonly name: string;
  /** It is started when the machine starts. */
  readonly enabled: boolean;
  /** It runs now. */
  readonly active: boolean;
}

/**
 * What the operating system itself runs of a module's daemons. Modules are named by their ids: only the fixed names that
 * the module declares are ever touched.
 */
export interface Distribution {
  /** What stands for `/` where files of the operating system are looked for: '' but in tests. */
  readonly root: string;
  /** What runs or would start by itself, and can be turned off from here. Empty when there is nothing to do. */
  units(module: string): Promise<readonly DistributionUnit[]>;
  /** Stops them and keeps them from starting; how they were is remembered first. Nothing happens when there are none. */
  turnOff(module: string): Promise<void>;
  /** Puts back, as they were, all that {@link turnOff} turned off. Nothing happens when it did nothing. */
  putBack(module: string): Promise<void>;
}
