/**
 * What packages of the operating system start by themselves of the daemons that the module runs. The panel turns off, and
 * puts back, what is named here and nothing else.
 */
export interface DistributionDeclaration {
  /** Units of systemd, with their ending: `x.service`. */
  readonly units: readonly string[];
  /** The init script that the packages bring too; null when there is none. */
  readonly initScript: InitScriptDeclaration | null;
}

/** An init script (init.d(7)) and how to see whether what it starts runs. */
export interface InitScriptDeclaration {
  /** Its name in `/etc/init.d`. Where no unit `NAME.service` is enabled, systemd makes one of the script. */
  readonly name: string;
  /** The processes that it starts. */
  readonly processes: readonly {
    /** The file with the number of the process, an absolute path. */
    readonly pidFile: string;
    /** The program that it must be running, an absolute path. */
    readonly program: string;
  }[];
}
