/** Path in the bundle → text. */
export type Contents = ReadonlyMap<string, string>;
