/** A user’s old and new bare JID. */
export interface OldAndNew {
  readonly from: string;
  readonly to: string;
}
