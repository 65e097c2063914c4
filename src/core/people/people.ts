import type { Gated } from '../act.js';
import type { User } from '../user.js';
import type { Sentence } from '../words/sentence.js';
import type { AccountPart } from './account-part.js';
import type {
  HandOutCame,
  HandOutForm,
  ImportCame,
  ImportDone,
  Imports,
  WantedImport,
} from './import/imports.js';
import type { Kept } from './kept.js';
import type {
  AddCame,
  DeleteCame,
  EditCame,
  EndCame,
  EndsCame,
  MessageCame,
  RenameCame,
  WantedDeletion,
  WantedEdit,
  WantedEnd,
  WantedEnds,
  WantedMessage,
  WantedName,
  WantedUser,
} from './user-acts.js';
import type { UserPage, WantedUsers } from './user-list.js';

/** The users of the directory, to be read. Throws the directory's PanelErrors: no answer is never an empty list. */
export interface People {
  /** The sections of a user's page, in order. */
  readonly parts: readonly AccountPart[];
  /** A page of the users that are wanted. */
  list(wanted: WantedUsers, page: number): Promise<UserPage>;
  /** Throws `directory-no-such-entry`. */
  find(userName: string): Promise<User>;
  isEmpty(): Promise<boolean>;
  /** The users that are wanted, as a CSV file that a spreadsheet opens safely, and that can be imported again. */
  csv(wanted: WantedUsers): Promise<string>;
  readonly imports: Imports;
  /** What you must know before you delete the user. */
  whenDeleted(user: User): Promise<readonly Sentence[]>;
  /** What services keep for a name. Throws where a service does not answer. */
  kept(userName: string): Promise<Kept>;
  /** Why a user who has a new name cannot sign in under it yet; null where nothing is unfinished. */
  unfinishedRename(userName: string): Promise<Sentence | null>;
}

/** Every change of people and of who is connected. */
export interface PeopleActs {
  readonly addUser: Gated<WantedUser, AddCame>;
  readonly editUser: Gated<WantedEdit, EditCame>;
  readonly deleteUser: Gated<WantedDeletion, DeleteCame>;
  readonly importUsers: Gated<WantedImport, ImportCame>;
  readonly stopImport: Gated<null, ImportDone>;
  readonly continueImport: Gated<null, ImportDone>;
  readonly endImport: Gated<null, ImportDone>;
  readonly handOutPasswords: Gated<HandOutForm, HandOutCame>;
  readonly forgetPasswords: Gated<null, ImportDone>;
  readonly renameUser: Gated<WantedName, RenameCame>;
  readonly endSessions: Gated<WantedEnd, EndCame>;
  readonly endChosenSessions: Gated<WantedEnds, EndsCame>;
  readonly messageSessions: Gated<WantedMessage, MessageCame>;
}
