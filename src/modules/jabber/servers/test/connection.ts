import { problem, warning, well, type Finding } from '../../../../core/finding.js';
import type { Connection } from '../../../../core/ports.js';
import { passage, say, type Sentence } from '../../../../core/words/sentence.js';
import { troubleOf } from '../../../../errors.js';
import { SECONDS, type Endpoint, type Subject } from './subject.js';

/** The first connection that came about. */
export interface FoundConnection {
  readonly finding: Finding;
  readonly connection: Connection | null;
}

/** Connects to the first of these that takes a connection. */
export async function connectTo(
  { machine: { network } }: Subject,
  endpoints: readonly Endpoint[],
): Promise<FoundConnection> {
  const failed: Sentence[] = [];
  for (const { address, port } of endpoints) {
    try {
      const connection = await network.connect({ host: address, port }, SECONDS);
      const open = say`${{ address }} takes connections on port ${{ port }}.`;
      if (failed.length === 0) return { finding: well('connection', open), connection };
      return {
        finding: warning(
          'connection',
          passage(...failed, open),
          say`Messages can be late: the administrator of the other server should correct its records.`,
        ),
        connection,
      };
    } catch (error) {
      failed.push(say`${{ address }}, port ${{ port }}: ${{ reason: troubleOf(error) }}.`);
    }
  }
  return {
    finding: problem(
      'connection',
      passage(say`No connection came about.`, ...failed),
      say`The other server may be stopped, or a firewall there or here blocks the port.`,
    ),
    connection: null,
  };
}
