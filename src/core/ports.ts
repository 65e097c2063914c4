/** What the machine offers, a file each port: src/system/ implements them, and all other code uses them. */
export type { AuditLog, AuditRecord, UnreadRecords } from './ports/audit-log.js';
export type { Certificates } from './ports/certificates.js';
export type { ChosenPorts } from './ports/chosen-ports.js';
export type { Clock } from './ports/clock.js';
export type { CommandResult, Commands } from './ports/commands.js';
export type { Configuration, LiveFile, RenderedFile } from './ports/configuration.js';
export { neverStarted } from './ports/daemons.js';
export type { DaemonCommand, Daemons, ProcessState } from './ports/daemons.js';
export type { Directory } from './ports/directory.js';
export type { Distribution, DistributionUnit } from './ports/distribution.js';
export type { Endpoint, Exchange } from './ports/exchange.js';
export type { OwnResolver } from './ports/own-resolver.js';
export type { Files } from './ports/files.js';
export type { Log } from './ports/log.js';
export type { Machine } from './ports/machine.js';
export type {
  Connection,
  Listener,
  Network,
  OpenConnection,
  OwnConnection,
  PeerCertificate,
  Protocol,
} from './ports/network.js';
export type { Renderer, TextFormat } from './ports/renderer.js';
export type { Secrets } from './ports/secrets.js';
export type { Document, Store } from './ports/store.js';
