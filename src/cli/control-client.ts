import { request, type IncomingMessage } from 'node:http';
import type { z } from 'zod';
import { jobVerb, watchVerb, type JobView } from '../control/verbs/changes.js';
import { refusalSchema, type Verb } from '../core/shell/verb.js';
import { say } from '../core/words/sentence.js';
import { controlSocket } from '../system/control-socket.js';
import { CommandFailure, exitCodes } from '../core/shell/failure.js';

/** Where the panel is, and who asks. */
export interface ControlClientOptions {
  /** Absolute path of the state folder. */
  readonly state: string;
  /** The user at the terminal, for the audit log. */
  readonly user: string;
  /** Seconds that one call may take. */
  readonly seconds: number;
}

/** The panel, as the commands ask it. Everything that goes wrong is a {@link CommandFailure} with a sentence. */
export class ControlClient {
  readonly #options: ControlClientOptions;

  constructor(options: ControlClientOptions) {
    this.#options = options;
  }

  /**
   * Asks the panel for one thing.
   * @param cutOff what is said when the panel stops before it has answered
   */
  async ask<Ask, Answer>(
    { path, answers }: Verb<Ask, Answer>,
    ask: Ask,
    cutOff = endedInTheMiddle,
  ): Promise<Answer> {
    const response = await this.#send(path, ask, cutOff);
    const body = json(await text(response, cutOff), cutOff);
    if (response.statusCode !== 200) throw refused(body);
    const { success, data } = answers.safeParse(body);
    if (success) return data;
    throw new CommandFailure(
      say`This eboxctl does not understand the panel’s answer: they are of different versions. Restart the panel.`,
    );
  }

  /** Follows the running save to its end. Returns it, or null when there was none since the panel started. */
  async follow(onChange: (job: JobView) => void): Promise<JobView | null> {
    const response = await this.#send(jobVerb.path, {});
    let last: JobView | null = null;
    try {
      for await (const line of linesOf(response)) {
        last = jobVerb.answers.parse(json(line));
        onChange(last);
      }
    } catch (error) {
      throw error instanceof CommandFailure ? error : saveCutOff(error);
    }
    if (last?.outcome === 'running') throw saveCutOff();
    return last;
  }

  /** Waits until what a job saved was watched to its end, or taken back. */
  watched(job: string): Promise<z.infer<typeof watchVerb.answers>> {
    return this.ask(watchVerb, { job }, watchCutOff);
  }

  #send(path: string, ask: unknown, stopped = endedInTheMiddle): Promise<IncomingMessage> {
    const { state, user, seconds } = this.#options;
    const late = new CommandFailure(
      say`No answer within ${{ seconds }} seconds. The panel may still be working on it: check with "eboxctl status".`,
    );
    return new Promise((resolve, reject) => {
      const outgoing = request({
        socketPath: controlSocket(`${state}/panel`),
        // One connection a request: a panel that was started again must not be asked on the old one.
        agent: false,
        method: 'POST',
        path: `/${path}`,
        headers: { 'Content-Type': 'application/json', Host: 'eboxctl' },
      });
      let cutOff = (): unknown => outgoing.destroy(late);
      const timer = setTimeout(() => cutOff(), seconds * 1000);
      outgoing.on('response', (response) => {
        cutOff = () => response.destroy(late);
        response.on('close', () => clearTimeout(timer));
        resolve(response);
      });
      outgoing.on('error', (error) => {
        clearTimeout(timer);
        reject(error instanceof CommandFailure ? error : unreachable(error, state, stopped));
      });
      outgoing.end(JSON.stringify({ user, ask }));
    });
  }
}

/** What is said of an answer that broke off. */
type CutOff = (cause: unknown) => CommandFailure;

async function text(response: IncomingMessage, cutOff: CutOff): Promise<string> {
  let all = '';
  try {
    for await (const chunk of response.setEncoding('utf8')) all += String(chunk);
  } catch (error) {
    throw cutOff(error);
  }
  return all;
}

/** The whole lines that arrive until the answer ends, or the panel does. */
async function* linesOf(response: IncomingMessage): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of response.setEncoding('utf8')) {
    const lines = (rest + String(chunk)).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
}

function json(line: string, cutOff: CutOff = endedInTheMiddle): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    throw cutOff(error);
  }
}

function saveCutOff(cause?: unknown): CommandFailure {
  return new CommandFailure(
    say`The panel stopped in the middle of the save. Start it again: it finishes the save or restores the previous configuration, and says which.`,
    exitCodes.failed,
    { cause },
  );
}

function watchCutOff(cause: unknown): CommandFailure {
  if (cause instanceof CommandFailure) return cause;
  return new CommandFailure(
    say`The panel stopped while it watched the service after the save. Start it again: it watches the service again, or takes the save back, and says which.`,
    exitCodes.failed,
    { cause },
  );
}

/** The panel may have done what was asked for, or not. */
function endedInTheMiddle(cause: unknown): CommandFailure {
  if (cause instanceof CommandFailure) return cause;
  return new CommandFailure(
    say`The panel stopped in the middle of its answer, so it is not known whether this was done. Start the panel, check with "eboxctl status" and "eboxctl audit", and repeat the command if it was not.`,
    exitCodes.failed,
    { cause },
  );
}

const NO_REASON = say`The panel refused this without a reason.`;

function refused(body: unknown): CommandFailure {
  const { success, data } = refusalSchema.safeParse(body);
  if (!success) return new CommandFailure(NO_REASON);
  const [sentence = NO_REASON, ...others] = data.sentences;
  const fields = Object.entries(data.fields).map(([name, reason]) => say`${{ name }}: ${{ reason }}`);
  const advice =
    data.code === 'needs-yes' ? [say`Nothing was changed. To do it, repeat the command with --yes.`] : [];
  return new CommandFailure(sentence, exitCodes.failed, {
    more: [...others, ...fields, ...advice],
    code: data.code,
  });
}

/** What to do when no panel answers on the socket. */
function unreachable(error: Error, state: string, cutOff: CutOff): CommandFailure {
  const code = 'code' in error ? error.code : '';
  if (code === 'EACCES' || code === 'EPERM')
    return new CommandFailure(
      say`Only root and the account of the panel in ${{ state }} may do this. Try it with sudo.`,
    );
  if (code === 'ECONNRESET' || code === 'EPIPE') return cutOff(error);
  if (code === 'ENOENT' || code === 'ECONNREFUSED')
    return new CommandFailure(
      say`No panel runs on ${{ state }}. Start it (systemctl start ebox-jabber; in the repository: npm start), or name its state folder with EBOX_STATE_DIR.`,
    );
  return new CommandFailure(say`The panel in ${{ state }} cannot be asked: ${{ reason: error.message }}.`);
}
