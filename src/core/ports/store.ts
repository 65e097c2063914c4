/** One JSON document of the panel, replaced atomically. */
export interface Document {
  /** Its content, or null when it was never written. */
  read(): Promise<unknown>;
  write(content: unknown): Promise<void>;
}

/** The panel's own documents, 0600 in its own folder. */
export interface Store {
  document(name: string): Document;
}
