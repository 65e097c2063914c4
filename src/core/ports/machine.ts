import type { Layout } from '../layout.js';
import type { AuditLog } from './audit-log.js';
import type { Certificates } from './certificates.js';
import type { ChosenPorts } from './chosen-ports.js';
import type { Clock } from './clock.js';
import type { Commands } from './commands.js';
import type { Configuration } from './configuration.js';
import type { Daemons } from './daemons.js';
import type { Directory } from './directory.js';
import type { Distribution } from './distribution.js';
import type { Exchange } from './exchange.js';
import type { Files } from './files.js';
import type { Log } from './log.js';
import type { Network } from './network.js';
import type { OwnResolver } from './own-resolver.js';
import type { Renderer } from './renderer.js';
import type { Secrets } from './secrets.js';
import type { Store } from './store.js';

/** Everything that the machine offers. */
export interface Machine {
  readonly layout: Layout;
  readonly files: Files;
  readonly configuration: Configuration;
  readonly daemons: Daemons;
  readonly directory: Directory;
  /** The directory's unix socket for daemons that look names up in it, with an identity that reads no password. */
  readonly lookUpSocket: string;
  readonly commands: Commands;
  readonly network: Network;
  readonly exchange: Exchange;
  readonly resolver: OwnResolver;
  readonly chosenPorts: ChosenPorts;
  readonly renderer: Renderer;
  readonly secrets: Secrets;
  readonly certificates: Certificates;
  readonly store: Store;
  readonly distribution: Distribution;
  readonly audit: AuditLog;
  readonly clock: Clock;
  readonly log: Log;
}
