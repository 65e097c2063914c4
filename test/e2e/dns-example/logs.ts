import { ISLAND_ADDRESS } from '../../helpers/island.js';
import { expectLog } from '../../helpers/log-rule.js';

/** Clients that found the server by its name come from the address that the name leads to. */
export function expectClientsFromHere(): void {
  const address = ISLAND_ADDRESS.replaceAll('.', '\\.');
  expectLog(
    'c2s',
    new RegExp(`\\[::ffff:${address}, port=\\d+\\] (?:connect|disconnect jid=)`),
    new RegExp(` PLAIN authentication succeeded: alice@\\S+ ::ffff:${address}:\\d+`),
  );
}

/** While the domain changes, and when Jabber goes, the panel may look at a service that is away at that moment. */
export function expectRestarts(): void {
  expectLog(
    'panel',
    / (?:error|info) cannot (?:watch who is connected|tell who has an account|look after the services): (?:No service answers for \S+ at the moment\.|The connection was refused\.|The connection was closed\.)$/,
  );
}
