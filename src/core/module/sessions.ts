import type { DirectoryEntry } from '../directory.js';
import type { Machine } from '../ports.js';
import type { Settings } from '../settings.js';
import type { Reader } from '../words/reader.js';

/** One connection of a person to a module's service. */
export interface ConnectedSession {
  /** Names this session only, as the service itself writes it. */
  readonly address: string;
  readonly userName: string;
}

/** Who is connected to a module's service, and how their sessions are ended. */
export interface SessionControl<S> {
  /** Everybody who is connected now, as the service itself says. Throws when it cannot be asked. */
  sessions(machine: Machine, settings: S): Promise<readonly ConnectedSession[]>;
  /** Ends sessions; nothing that belongs to their users is lost. Returns how many it ended. */
  end(machine: Machine, settings: S, sessions: readonly ConnectedSession[]): Promise<number>;
  /**
   * Tells everybody who is connected that a save disconnects them. Throws when the service does not answer.
   * @param minutes until then; null: it does not happen, although they were told
   * @param reader the language of messages to users
   */
  announceSave(machine: Machine, settings: S, minutes: number | null, reader: Reader): Promise<void>;
  /** Sends a message to the users of sessions. Returns how many of the sessions were still there afterwards. */
  tell(machine: Machine, settings: S, sessions: readonly ConnectedSession[], text: string): Promise<number>;
  /** The attributes that {@link connectsAs} needs. */
  readonly reads: readonly string[];
  /** The name under which the owner of this entry may be connected, which is a value of its `uid`; null: none. */
  readonly connectsAs: (entry: DirectoryEntry) => string | null;
}

/** The same for any settings, refusing those that are none of the module's; null where the module has none. */
export function parsedSessions<S>(
  sessions: SessionControl<S> | undefined,
  parse: (settings: Settings) => S,
): SessionControl<Settings> | null {
  if (sessions === undefined) return null;
  return {
    reads: sessions.reads,
    sessions: (machine, settings) => sessions.sessions(machine, parse(settings)),
    end: (machine, settings, which) => sessions.end(machine, parse(settings), which),
    announceSave: (machine, settings, minutes, reader) =>
      sessions.announceSave(machine, parse(settings), minutes, reader),
    tell: (machine, settings, which, text) => sessions.tell(machine, parse(settings), which, text),
    connectsAs: (entry) => sessions.connectsAs(entry),
  };
}
