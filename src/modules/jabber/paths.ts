import type { Layout } from '../../core/layout.js';
import type { Files } from '../../core/ports.js';
import { say } from '../../core/words/sentence.js';
import { PanelError } from '../../errors.js';
import { asciiDomain } from './domain.js';

/** Where Jabber's things lie, all below the state folder. */
export interface JabberPaths {
  /** What the chat server keeps. */
  readonly data: string;
  /** Unix sockets of the chat's daemons. */
  readonly run: string;
  /** The sign-in service's unix socket. */
  readonly signInSocket: string;
  /** Where the panel asks the sign-in service whether all is well. */
  readonly signInHealthSocket: string;
  /** Where the connection guard is asked, and given orders. */
  readonly guardOrders: string;
  /** jabberd2's configuration in the live generation. */
  readonly configuration: string;
  /** Certificate chain and key in one file, as c2s and s2s read it. */
  readonly servedCertificate: string;
  /** What c2s runs to ask for a password check. */
  readonly relay: string;
  /** sm's database: contact lists, offline messages, private data. */
  readonly storage: string;
  /** mu-conference's rooms: a folder for each domain, since a room belongs to one. */
  readonly rooms: string;
  /** Certificates that the panel made or was given: a folder for each domain, whose name would be too long for a file. */
  readonly certificates: string;
}

/** The file of the live configuration with certificate chain and key. */
export const CERTIFICATE_FILE = 'jabberd2/certificate.pem';

/** The paths below a layout. */
export function pathsOf(layout: Layout): JabberPaths {
  const data = `${layout.state}/data/chat`;
  const run = `${layout.run}/chat`;
  return {
    data,
    run,
    signInSocket: `${run}/sign-in`,
    signInHealthSocket: `${run}/sign-in-health`,
    guardOrders: `${run}/guard-orders`,
    configuration: `${layout.live}/jabberd2`,
    servedCertificate: `${layout.live}/${CERTIFICATE_FILE}`,
    relay: `${layout.live}/sign-in/relay`,
    storage: `${data}/storage.db`,
    rooms: `${data}/rooms`,
    certificates: `${layout.state}/certificates`,
  };
}

/** The file that keeps a domain's certificate, chain and key. */
export function certificatePath(layout: Layout, domain: string): string {
  return `${certificateFolder(layout, domain)}/certificate.pem`;
}

/** The folder of {@link certificatePath}. */
export function certificateFolder(layout: Layout, domain: string): string {
  return `${pathsOf(layout).certificates}/${asciiDomain(domain)}`;
}

/** The folder that keeps the rooms of a domain. */
export function roomsFolder(layout: Layout, domain: string): string {
  return `${pathsOf(layout).rooms}/${asciiDomain(domain)}`;
}

/** Where Debian puts jabberd2's modules, one folder an architecture. */
const MODULE_FOLDERS = [
  'x86_64-linux-gnu',
  'aarch64-linux-gnu',
  'arm-linux-gnueabihf',
  'i386-linux-gnu',
  'riscv64-linux-gnu',
].map((triplet) => `/usr/lib/${triplet}/jabberd2`);

/**
 * The folder of jabberd2's modules on this machine.
 * @throws PanelError `host-unsuitable` when jabberd2 is not installed
 */
export async function moduleFolder(files: Files): Promise<string> {
  for (const folder of MODULE_FOLDERS) {
    if (await files.exists(`${folder}/authreg_pipe.so`)) return folder;
  }
  throw new PanelError('host-unsuitable', {
    reason: say`jabberd2 is not installed on this machine (package jabberd2). Install it, then try again.`,
  });
}
