/** A program that listens on a TCP port, as `ss -Hltnp` shows it. */
export interface Listening {
  /** With the port: `0.0.0.0:389`. */
  readonly address: string;
  readonly port: number;
  /** As the kernel keeps it, see {@link kernelName}; '' where the asker may not know. */
  readonly program: string;
  /** Null where the asker may not know. */
  readonly pid: number | null;
}

/** Lines such as `LISTEN 0 2048 0.0.0.0:389 0.0.0.0:* users:(("slapd",pid=941,fd=8))`: one for each process. */
export function listenersIn(text: string): readonly Listening[] {
  return text.split('\n').flatMap((line): readonly Listening[] => {
    const address = line.split(/\s+/)[3];
    if (address === undefined) return [];
    const port = Number(address.slice(address.lastIndexOf(':') + 1));
    const processes = [...line.matchAll(/\("([^"]+)",pid=(\d+)/g)];
    if (processes.length === 0) return [{ address, port, program: '', pid: null }];
    return processes.map(([, program = '', pid]) => ({ address, port, program, pid: Number(pid) }));
  });
}

/** The kernel keeps 15 characters of a program's name. */
export function kernelName(program: string): string {
  return program.slice(0, 15);
}
