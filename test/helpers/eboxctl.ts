import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { runCommand } from '../../src/cli/run.js';
import type { Deps } from '../../src/control/deps.js';
import { createControlServer } from '../../src/control/server.js';
import { englishOnly } from '../../src/core/words/languages.js';
import type { Reader } from '../../src/core/words/reader.js';
import { Secret } from '../../src/core/secret.js';
import { say } from '../../src/core/words/sentence.js';
import { Trouble } from '../../src/errors.js';
import { listenOnControlSocket } from '../../src/system/control-socket.js';
import { allowedListOf, removeAllowedList } from './helper-socket.js';
import type { CleanUp } from './clean-up.js';

/** What a command printed, and how it ended. */
export interface Said {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** A terminal at which `eboxctl` is typed. */
export interface Shell {
  readonly state: string;
  /** Types a command, its words apart by single spaces; `password` is what standard input says. */
  readonly type: (line: string, password?: string) => Promise<Said>;
}

/** A terminal for a state folder, whether a panel runs on it or not. */
export function shellOf(state: string, reader: Reader = englishOnly.reader('en')): Shell {
  return {
    state,
    async type(line, password) {
      let out = '';
      let err = '';
      const code = await runCommand(
        line.split(' ').filter((word) => word !== ''),
        {
          EBOX_STATE_DIR: state,
          EBOX_ALLOWED_CERTIFICATES: allowedListOf(state),
          SUDO_USER: 'carol',
        },
        reader,
        {
          out: (text) => (out += text),
          err: (text) => (err += text),
          input: () => Promise.resolve(password ?? ''),
          newPassword: () =>
            password === undefined
              ? Promise.reject(new Trouble(say`No password was given. Nothing was changed.`))
              : Promise.resolve(new Secret(password)),
        },
      );
      return { code, out, err };
    },
  };
}

/** Opens the panel's door for the shell, in a state folder of its own, and a terminal in front of it. */
export async function openShell(context: CleanUp, deps: Deps, reader?: Reader): Promise<Shell> {
  const state = await mkdtemp('/tmp/ebox-shell-');
  await chmod(state, 0o755);
  await mkdir(`${state}/panel`, { mode: 0o700 });
  const server = createControlServer(deps);
  await listenOnControlSocket(server, `${state}/panel`);
  context.after(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
    await rm(state, { recursive: true, force: true });
    await removeAllowedList(state);
  });
  return shellOf(state, reader);
}
