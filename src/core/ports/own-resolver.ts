/** The DNS that the programs of this machine ask, resolv.conf(5). */
export interface OwnResolver {
  /** The addresses of its servers, in the order in which they are asked. */
  servers(): readonly string[];
  /**
   * The SRV records of a name, those first that are to be tried first; empty when there are none, null when no server
   * answers within some seconds.
   */
  services(name: string): Promise<readonly { readonly target: string; readonly port: number }[] | null>;
  /** The addresses (A and AAAA records) of a name; empty when there are none, null when no server answers in time. */
  addresses(name: string): Promise<readonly string[] | null>;
}
