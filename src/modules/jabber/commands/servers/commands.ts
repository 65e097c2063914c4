import { verdictMarks } from '../../../../core/finding.js';
import { columns, type Command } from '../../../../core/shell/command.js';
import { exitCodes } from '../../../../core/shell/failure.js';
import { moment, say } from '../../../../core/words/sentence.js';
import { directionWords } from '../../pages/servers/rows.js';
import { subjectWords } from '../../servers/test/subject-words.js';
import { serversVerb, testServerVerb } from './verbs.js';

const list: Command = {
  name: 'servers list',
  operands: '',
  least: 0,
  most: 0,
  options: [],
  summary: say`List the other servers that are connected now, and what failed lately.`,
  manual: [
    say`Read from the log of the connections to other servers, and from the open sockets of this machine. Each line shows the domain, the direction, since when, the address, and whether the connection is encrypted.`,
  ],
  async run({ control }) {
    const { servers, failures } = await control.ask(serversVerb, {});
    const rows = servers.map(({ domain, direction, since, address, isEncrypted }) => [
      domain,
      directionWords(direction),
      moment(since),
      address,
      isEncrypted ? say`Encrypted` : say`Not encrypted`,
    ]);
    const failed = failures.map(({ domain, at, reason }) => [domain, moment(at, 'second'), reason]);
    return {
      data: { servers, failures },
      lines: [
        columns(rows),
        ...(failed.length === 0 ? [] : ['' as const, say`What failed lately`, columns(failed)]),
      ],
    };
  },
};

const test: Command = {
  name: 'servers test',
  operands: 'DOMAIN',
  least: 1,
  most: 1,
  options: [],
  summary: say`Test another server, step by step.`,
  manual: [
    say`Looks up its DNS records and addresses, connects, encrypts, looks at the certificate, and asks it something through this server. That can take a minute. The exit code is 3 if a step found a problem, and 0 otherwise.`,
  ],
  async run({ control, operands: [domain = ''] }) {
    const answer = await control.ask(testServerVerb, { domain });
    const isBroken = answer.findings.some(({ verdict }) => verdict === 'problem');
    return {
      data: answer,
      lines: [
        columns(
          answer.findings.flatMap(({ subject, verdict, sentence, advice }) => [
            ['', verdictMarks[verdict], say`${{ subject: subjectWords(subject) }}: ${{ sentence }}`],
            ...(advice === '' ? [] : [['', '', advice]]),
          ]),
        ),
      ],
      exitCode: isBroken ? exitCodes.unwell : exitCodes.unchanged,
    };
  },
};

/** Other servers, in the shell. */
export const serverCommands: readonly Command[] = [list, test];
