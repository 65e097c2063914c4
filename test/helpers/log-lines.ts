/**
 * What a daemon may always say: lines of starting, of serving and of stopping on request. One known sentence each, as
 * it stands in the log behind s6's time (jabberd2's own date, slapd's clock and thread, and the panel's time are cut off
 * too); in braces stands what varies, see {@link patternOf}. Whatever else is said in a test, the test must expect.
 */
export const usualLines: Readonly<Record<string, readonly string[]>> = {
  router: [
    'starting up',
    'loaded user table (4 users)',
    'loaded filters ({number} rules)',
    '[127.0.0.1, port={number}] listening for incoming connections',
    '[127.0.0.1, port={number}] connect',
    '[127.0.0.1, port={number}] disconnect',
    '[127.0.0.1, port={number}] authenticated as {name}',
    '[{name}] online (bound to 127.0.0.1, port {number})',
    '[{name}] offline',
    // A SIGHUP has it read its users and filters again.
    'reopening log ...',
    'log started',
    'reloading filter ...',
    'reloading users ...',
    '[s2s] set as default route',
    '[s2s] default route offline',
    'shutting down',
  ],
  sm: [
    'starting up',
    'modules search path: {path}',
    "loading 'sqlite' storage module",
    'sqlite: PRAGMA synchronous = NORMAL;',
    "initialised storage driver 'sqlite'",
    "module '{name}' added to chain '{name}' (order {number} index {number} seq {number})",
    'version: jabberd2 sm 2.7.0',
    '[{name}] configured',
    'attempting connection to router at 127.0.0.1, port={number}',
    'connection to router established',
    'sm ready for sessions',
    'created user: jid={name}',
    'user unloaded jid={name}',
    'session started: jid={name}',
    'session replaced: jid={name}',
    'session ended: jid={name}',
    'shutting down',
    'connection to router closed',
    // It notices the end of its own connection before it ends.
    'attempting reconnect',
  ],
  c2s: [
    'starting up',
    'modules search path: {path}',
    "loading 'pipe' authreg module",
    'pipe authenticator {path} running (pid {number})',
    "initialized auth module 'pipe'",
    '[{name}] configured; realm={name}, authreg=pipe, registration disabled, using PEM:{path}',
    // SSL Support is Disabled.
    '[{name}] configured; realm={name}, authreg=pipe, registration disabled, using PEM:Default',
    'attempting connection to router at 127.0.0.1, port={number}',
    'connection to router established',
    '[{listening}, port={number}] listening for connections',
    '[{listening}, port={number}] listening for SSL connections',
    'ready for connections',
    '[{number}] [{address}, port={number}] connect',
    '[{number}] PLAIN authentication succeeded: {name} {address}:{number} TLS',
    '[{number}] bound: jid={name}',
    '[{number}] [{address}, port={number}] disconnect jid={name}, packets: {number}, bytes: {number}',
    'shutting down',
    'connection to router closed',
    // At the end of a test all are stopped at once.
    'attempting reconnect',
  ],
  s2s: [
    'starting up (interval={number}, queue={number}, keepalive={number}, idle={number})',
    'attempting connection to router at 127.0.0.1, port={number}',
    'connection to router established',
    '[{listening}, port={number}] listening for connections',
    'ready for connections',
    '[{number}] [{address}, port={number}] incoming connection',
    '[{number}] [{address}, port={number}] incoming stream online (id {name})',
    '[{number}] [{address}, port={number}] disconnect, packets: {number}',
    // It gets what nobody else takes: also what was for another part, while that is restarted.
    'dns lookup for {name} failed',
    'sending a packet to domain not in the whitelist {name}, dropping it',
    'shutting down',
    'connection to router closed',
    // At the end of a test all are stopped at once.
    'attempting reconnect',
  ],
  muc: [
    // Its threads share the note of where a line was written: any place can stand before any sentence.
    '',
    'Jabber Component Runtime -- 0.2.4',
    '(c) {number}-{number} Paul Curtis',
    '{place} Jabber Component Runtime -- 0.2.4  starting.',
    '{place} Main loop starting.',
    '{place} packet delivery thread starting.',
    '{place} Server shutting down',
    '{place} packet delivery thread exiting.',
    "{place}   Last DvryQ Buffer=''",
    // At the end of a test all are stopped at once. One that loses the router first may hang until it is killed, and it may
    // die of a stop.
    '{place} jcr->current == NULL, closing stream',
    '{place} Server stream error, resetting',
    'ebox-jabber: killed by signal 9',
    'ebox-jabber: killed by signal 11',
  ],
  named: [
    'zoneload: info: managed-keys-zone: loaded serial {number}',
    'zoneload: info: zone {name}/IN: loaded serial {number}',
    'general: notice: all zones loaded',
    'general: notice: running',
    // Those of BIND 9.20, in Debian 13.
    'general: notice: FIPS mode is disabled',
    'general: info: Disabling periodic interface re-scans timer',
    'network: info: listening on IPv{number} interface {words}, {name}#{number}',
    // A SIGHUP has it read everything again.
    'general: info: received SIGHUP signal to reload zones',
    "general: info: loading configuration from '{path}'",
    "general: info: the working directory is now '{path}'",
    "general: info: reading built-in trust anchors from file '/etc/bind/bind.keys'",
    "general: info: looking for GeoIP2 databases in '/usr/share/GeoIP'",
    'general: info: using default UDP/IPv{number} port range: [{number}, {number}]',
    'general: info: sizing zone task pool based on {number} zones',
    'general: info: reloading configuration succeeded',
    'general: info: reloading zones succeeded',
    'general: info: zone {name}/IN: (primary) removed',
    'network: info: no longer listening on {name}#{number}',
    'general: info: shutting down',
    // Between these two, where its end overtakes a look at the machine's addresses.
    'network: error: automatic interface scanning terminated: end of file',
    'general: notice: exiting',
  ],
  slapd: [
    '',
    '@(#) $OpenLDAP: slapd {words} $',
    'Debian OpenLDAP Maintainers <{name}>',
    'slapd starting',
    // Of a client that sends many requests at once, or goes while it is answered.
    'connection_input: conn={number} deferring operation: pending operations',
    'connection_input: conn={number} deferring operation: too many executing',
    // Of a client that asks before its bind is answered, which takes a while on a busy machine.
    'connection_input: conn={number} deferring operation: binding',
    'connection_read({number}): no connection!',
    'send_search_entry: conn {number}  ber write failed.',
    'send_ldap_response: ber write failed',
    // Somebody connects at the instant when it closes its sockets.
    'daemon: accept({number}) failed errno={number} (Bad file descriptor)',
    'daemon: shutdown requested and initiated.',
    'slapd shutdown: waiting for {number} operations/tasks to finish',
    'slapd stopped.',
  ],
  // The reader module of the tests, test/helpers/reader-module.ts.
  'a-daemon': [],
  'sign-in': ['info answering for {name}'],
  guard: [
    'info watching for connections that do not sign in within {number} s',
    // In a container such as systemd-nspawn's, whose filter of system calls knows none of these.
    "error this machine lets nobody have the client connections' sockets (Operation not permitted): nothing is ended",
  ],
  panel: [
    'info admin signed in from {address}',
    'info the panel is at http://127.0.0.1:{number}/, its state in {path}',
    // It was started again within the ten seconds after a save.
    'info The panel was stopped during {quoted}. All of its steps were done, and the service was tested. The panel watches it again.',
    // On a busy machine; the next look asks again.
    'info cannot look after the services: No answer within {number} s.',
    'error cannot watch who is connected: No answer within {number} s.',
    'info cannot ask what was counted: No answer within {number} s.',
    'error cannot tell who has an account: No answer within {number} s.',
  ],
  // s6-svscan itself, and the s6-supervise of each daemon.
  supervisor: [],
};

/**
 * What the supervisor adds to each daemon's log when it ended as it was told to: by itself, or (128 and SIGTERM) while its
 * run script was still waiting to start it, or (15, SIGTERM) before it could listen to signals.
 */
export const usualEnds: readonly string[] = [
  'ebox-jabber: ended with status 0',
  'ebox-jabber: ended with status 143',
  'ebox-jabber: killed by signal 15',
];

const variables: Readonly<Record<string, string>> = {
  number: '-?\\d+',
  address: '(?:::ffff:)?127\\.0\\.0\\.1|::1',
  listening: '::|0\\.0\\.0\\.0',
  /** A JID, a host, the name of a part: no spaces. */
  name: '[^\\s,]+',
  path: '/[\\w./-]+',
  words: '[\\w .:()+-]+',
  quoted: '“[^“”]+”',
  /** Where in mu-conference's source a line was written. */
  place: '\\w+\\.c:\\d+ \\(\\w+\\):',
};

/** The whole line of which `sentence` is the description. */
export function patternOf(sentence: string): RegExp {
  const escaped = sentence.replace(/[\\^$.*+?()[\]|/-]/g, '\\$&');
  const source = escaped.replace(/\{(\w+)\}/g, (_, name: string) => `(?:${variables[name] ?? ''})`);
  return new RegExp(`^${source}$`);
}
