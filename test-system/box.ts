import { execFile, execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { eventually } from '../test/helpers/eventually.js';

const execute = promisify(execFile);

/** Where the roots of the distributions are kept, and the packages that were fetched once. */
const CACHE = '/var/cache/ebox-jabber-test';
const PACKAGES = 'systemd,systemd-sysv,dbus,iproute2,ca-certificates,procps';

/** A release of Debian, and whether its systemd takes the control groups of version 2 here. */
const hierarchies = { bookworm: '0', trixie: '1' } as const;
export type Suite = keyof typeof hierarchies;
export const suites: readonly Suite[] = ['bookworm', 'trixie'];

/** A Debian booted by systemd-nspawn, with a real systemd. It shares this machine's network. */
export class Box {
  readonly #suite: Suite;
  readonly #folder: string;
  #nspawn: ChildProcess | null = null;
  #leader = '';

  private constructor(suite: Suite, folder: string) {
    this.#suite = suite;
    this.#folder = folder;
  }

  /** A fresh copy of the release, not booted yet. */
  static make(suite: Suite): Box {
    const root = debian(suite);
    const folder = mkdtempSync('/tmp/ebox-box-');
    for (const name of ['upper', 'work', 'root']) mkdirSync(`${folder}/${name}`);
    const layers = `lowerdir=${root},upperdir=${folder}/upper,workdir=${folder}/work`;
    execFileSync('mount', ['-t', 'overlay', 'overlay', '-o', layers, `${folder}/root`]);
    return new Box(suite, folder);
  }

  async boot(): Promise<void> {
    const options = ['--quiet', '--register=no', '--keep-unit', '--resolv-conf=copy-host', '--boot'];
    const archives = `--bind=${CACHE}/archives-${this.#suite}:/var/cache/apt/archives`;
    mkdirSync(`${CACHE}/archives-${this.#suite}/partial`, { recursive: true });
    const nspawn = spawn(
      'systemd-nspawn',
      [...options, archives, `--directory=${this.#folder}/root`, `--machine=ebox-${this.#suite}`],
      {
        stdio: 'ignore',
        env: { ...process.env, SYSTEMD_NSPAWN_UNIFIED_HIERARCHY: hierarchies[this.#suite] },
      },
    );
    this.#nspawn = nspawn;
    await eventually(async () => {
      this.#leader = (await execute('pgrep', ['-P', String(nspawn.pid)])).stdout.trim();
      // A system that failed to start something of its own is up too.
      const said = await this.sh('systemctl is-system-running --wait || true');
      if (!/^(?:running|degraded)$/.test(said.trim())) throw new Error(`it does not come up: ${said}`);
    }, 60);
  }

  /** Runs a program inside, as root; throws when its status is not 0. */
  async run(...argv: readonly string[]): Promise<string> {
    const environment = [
      'PATH=/usr/sbin:/usr/bin:/sbin:/bin',
      'LANG=C.UTF-8',
      'DEBIAN_FRONTEND=noninteractive',
    ];
    const { stdout } = await execute(
      'nsenter',
      ['--target', this.#leader, '--all', 'env', '-i', ...environment, ...argv],
      { maxBuffer: 50_000_000 },
    );
    return stdout;
  }

  /** The same for a line of sh. */
  async sh(line: string): Promise<string> {
    return this.run('sh', '-c', line);
  }

  put(path: string, content: Uint8Array): void {
    writeFileSync(`${this.#folder}/root${path}`, content);
  }

  read(path: string): Uint8Array {
    return readFileSync(`${this.#folder}/root${path}`);
  }

  has(path: string): boolean {
    return existsSync(`${this.#folder}/root${path}`);
  }

  /** A unit's main process; 0 when there is none. */
  async pid(unit: string): Promise<number> {
    return Number(await this.run('systemctl', 'show', '--property=MainPID', '--value', unit));
  }

  async powerOff(): Promise<void> {
    if (this.#nspawn === null || this.#nspawn.exitCode !== null) return;
    const ended = once(this.#nspawn, 'exit');
    await this.run('systemctl', 'poweroff').catch(() => '');
    await ended;
    this.#nspawn = null;
  }

  async remove(): Promise<void> {
    await this.powerOff();
    execFileSync('umount', ['--lazy', `${this.#folder}/root`]);
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** The release's root folder, made once. */
function debian(suite: Suite): string {
  const root = `${CACHE}/${suite}`;
  if (existsSync(`${root}.ready`)) return root;
  rmSync(root, { recursive: true, force: true });
  mkdirSync(CACHE, { recursive: true });
  execFileSync('debootstrap', ['--variant=minbase', `--include=${PACKAGES}`, suite, root], {
    stdio: 'inherit',
  });
  writeFileSync(`${root}.ready`, '');
  return root;
}
