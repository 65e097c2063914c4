import ldapjs from 'ldapjs';
import type { DirectoryEntry } from '../../core/directory.js';
import type { Directory, Log } from '../../core/ports.js';
import { BoundConnection, type Identity } from './bound-connection.js';
import type { Patience } from './connection.js';
import { Conversation } from './conversation.js';
import { textOfName } from './distinguished-name.js';
import { refusal, resultCode } from './errors.js';
import { PasswordModifyRequest } from './password-modify.js';
import { proves } from './proof.js';
import { addRequest, modifyRequest, removeRequest, renameRequest, searchRequest } from './requests.js';

/** How long a person who waits for a page is kept waiting, in milliseconds. */
const usualPatience: Patience = { connect: 3_000, answer: 5_000 };
/** Entries a page when everything is read: a page is one request, and a request has a time limit. */
const PAGE = 1_000;

/** The directory over slapd's unix socket. Referrals are never followed. */
export function createDirectory(
  options: Identity & { readonly log: Log; readonly patience?: Patience },
): Directory & { close(): void } {
  const { patience = usualPatience } = options;
  const bound = new BoundConnection(options, patience, options.log);
  const conversation = new Conversation(bound);
  const seconds = Math.ceil(patience.answer / 1000);

  return {
    async search(request) {
      const entries: DirectoryEntry[] = [];
      const { status, diagnosticMessage } = await conversation.read(
        () => searchRequest(request, seconds),
        (entry) => entries.push(entry),
      );
      const truncated = status === resultCode.sizeLimitExceeded;
      if (!truncated && status !== resultCode.success) throw refusal(status, diagnosticMessage);
      return { entries, truncated };
    },

    async each(request, onEntry) {
      let cookie: Buffer = Buffer.alloc(0);
      do {
        const page = { size: PAGE, cookie };
        const result = await conversation.read(() => searchRequest(request, seconds, page), onEntry);
        if (result.status !== resultCode.success) throw refusal(result.status, result.diagnosticMessage);
        const control = result.controls.find((one) => one instanceof ldapjs.PagedResultsControl);
        cookie = control instanceof ldapjs.PagedResultsControl ? control.value.cookie : Buffer.alloc(0);
      } while (cookie.length > 0);
    },

    add: async (name, attributes) => conversation.change(addRequest(name, attributes)),
    modify: async (name, changes, expectedCsn) =>
      conversation.change(modifyRequest(name, changes, expectedCsn)),
    remove: async (name) => conversation.change(removeRequest(name)),
    rename: async (name, newRelativeName) => conversation.change(renameRequest(name, newRelativeName)),
    setPassword: async (name, password) =>
      conversation.change(new PasswordModifyRequest(textOfName(name), password)),
    proves: (name, password) => proves(options.socket, patience, name, password),

    close: () => bound.close(),
  };
}
