/** Who owns a file or runs a daemon: `panel`, or an account that a module declares. Without root all are one person. */
export type Account = string;

/** Numbers of ports by the names that modules give them. */
export type Ports = Readonly<Record<string, number>>;

/** The port that a module declares under this name. Throws when none does. */
export function portOf({ ports }: { readonly ports: Ports }, name: string): number {
  const port = ports[name];
  if (port === undefined) throw new Error(`no module declares the port ${name}`);
  return port;
}

/**
 * Where everything lies: absolute paths below the state folder, made once from the configuration. Modules have folders of
 * their own in `data` and `run` there.
 */
export interface Layout {
  readonly state: string;
  /** The panel's own: state.json, secrets.json, administrator.json, audit.log. 0700. */
  readonly panel: string;
  /** Generations of rendered configuration: gen-N folders and the symlink `current`. */
  readonly configuration: string;
  /** The live generation: `configuration/current`. Daemons are started with paths below it. */
  readonly live: string;
  /** Unix sockets and pid files, in folders that modules declare: one for each pair of accounts that meet there. */
  readonly run: string;
  /** One folder a daemon, each with rotated logs. */
  readonly logs: string;
  /** Service directories of the supervisor. */
  readonly services: string;
  /** Dated copies that are made before anything risky. */
  readonly backups: string;
  /** The node executable that the daemons' accounts can execute. */
  readonly node: string;
  readonly ports: Ports;
}

/** The layout of a state folder. `state` is absolute; `node` is an executable the daemons' accounts can run. */
export function layoutOf(state: string, ports: Ports, node: string): Layout {
  return {
    state,
    panel: `${state}/panel`,
    configuration: `${state}/configuration`,
    live: `${state}/configuration/current`,
    run: `${state}/run`,
    logs: `${state}/logs`,
    services: `${state}/services`,
    backups: `${state}/backups`,
    node,
    ports,
  };
}
