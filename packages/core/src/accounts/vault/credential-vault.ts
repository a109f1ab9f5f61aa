import { CalendarError } from '../../errors/calendar-error.ts';
import type { AuditSink, Clock } from '../../runtime/runtime.ts';
import type { AccountStores } from '../account-store.ts';
import type { Cipher } from '../cipher.ts';
import { connectHandle, exportHandle, inspectHandle, purgeHandle, refreshHandle } from './account-handles.ts';
import { PrivilegedActions } from './privileged-actions.ts';
import type { AuthorizePrivileged } from './privileged-actions.ts';
import { rewrap } from './rewrap.ts';
import { SealedRecords } from './sealed-records.ts';
import { secretsHandle } from './secrets-handle.ts';
import type { VaultCapability, VaultHandles } from './vault-handles.ts';

/** Options of {@link credentialVault}. @public */
export interface CredentialVaultOptions {
  readonly stores: Pick<AccountStores, 'accounts' | 'secrets'>;
  /** For example `credentialCipher` of `@kalends/crypto`. */
  readonly cipher: Cipher;
  /** Every opening, export, rotation and purge is written there; when it rejects, they do not happen. */
  readonly audit: AuditSink;
  readonly clock: Clock;
  /** Asked before each privileged action. Default: whoever holds the handle may. */
  readonly authorizePrivileged?: AuthorizePrivileged;
}

/** The sealed secrets of all accounts, behind one handle per capability. @public */
export interface CredentialVault {
  /**
   * Gives an actor the methods of one capability and no others.
   *
   * @param actor - Who acts, as the audit names them: a user id, a job's name; 1 to 256 characters, no control characters.
   * @throws CalendarError `invalidArgument`. A method of another capability, called in spite of its type, throws `accessDenied`.
   */
  handle<C extends VaultCapability>(actor: string, capability: C): VaultHandles[C];
}

/**
 * Makes the vault over its stores and its cipher. Each sealed text is bound to its tenant, user, provider, record, generation and
 * purpose, so that it opens nowhere else.
 *
 * @public
 */
export function credentialVault(options: CredentialVaultOptions): CredentialVault {
  const privileged = new PrivilegedActions(options);
  const records = new SealedRecords({ stores: options.stores, cipher: options.cipher, privileged });
  return {
    handle(actor, capability) {
      if (typeof actor !== 'string' || !actorPattern.test(actor)) {
        throw new CalendarError({ code: 'invalidArgument', message: 'A vault handle needs an actor' });
      }
      if (!Object.hasOwn(makers, capability)) {
        throw new CalendarError({ code: 'invalidArgument', message: 'There is no such vault capability' });
      }
      return withoutOthers(makers[capability](records, actor), capability);
    },
  };
}

/** Whoever reads the audit must not take one entry for two: no control characters. Halves of characters are none that a database keeps. */
const actorPattern = /^[^\p{Cc}\p{Cs}]{1,256}$/u;

type Makers = { readonly [C in VaultCapability]: (records: SealedRecords, actor: string) => VaultHandles[C] };

const makers: Makers = {
  connect: connectHandle,
  refresh: refreshHandle,
  purge: purgeHandle,
  export: exportHandle,
  inspect: inspectHandle,
  rotate: (records, actor) => ({ rewrap: (options) => rewrap(records, actor, options) }),
  secrets: secretsHandle,
};

const methods: { readonly [C in VaultCapability]: readonly (keyof VaultHandles[C] & string)[] } = {
  connect: ['keep'],
  refresh: ['openCredential', 'openAccessToken', 'sealRenewed'],
  purge: ['remove'],
  export: ['exportCredential'],
  inspect: ['get', 'list'],
  rotate: ['rewrap'],
  secrets: ['put', 'open', 'delete'],
};

/** For callers without types: what another capability could do is refused by name. */
function withoutOthers<T extends object>(handle: T, capability: VaultCapability): T {
  for (const [owner, names] of Object.entries(methods)) {
    if (owner === capability) continue;
    for (const name of names) {
      Object.defineProperty(handle, name, {
        value: async () => {
          throw new CalendarError({
            code: 'accessDenied',
            message: `This vault handle is for "${capability}"; "${name}" belongs to "${owner}"`,
          });
        },
      });
    }
  }
  return Object.freeze(handle);
}
