import type { DistinguishedName } from '../../core/directory.js';
import type { Secret } from '../../core/secret.js';
import { LdapConnection, type Patience } from './connection.js';
import { LdapTrouble, refusal, resultCode, troubleError } from './errors.js';

/** Whether a password is accepted: a bind on a connection of its own, so that the panel's stays bound as the panel. */
export async function proves(
  socket: string,
  patience: Patience,
  name: DistinguishedName | string,
  password: Secret,
): Promise<boolean> {
  if (password.reveal() === '') return false;
  try {
    const connection = await LdapConnection.connect(socket, patience);
    const result = await connection.bind(name, password).finally(() => connection.close());
    switch (result.status) {
      case resultCode.success:
        return true;
      case resultCode.invalidCredentials:
      case resultCode.inappropriateAuthentication:
        return false;
      default:
        throw refusal(result.status, result.diagnosticMessage);
    }
  } catch (error) {
    throw error instanceof LdapTrouble ? troubleError(error, false) : error;
  }
}
