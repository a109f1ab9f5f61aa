import { CalendarError } from '../../errors/calendar-error.ts';
import type { PrivilegedAction, PrivilegedActionName } from './privileged-actions.ts';
import type { SealedRecords } from './sealed-records.ts';
import type { ConnectHandle, ExportHandle, InspectHandle, PurgeHandle, RefreshHandle } from './vault-handles.ts';

/** The handle that puts credentials in. */
export function connectHandle(records: SealedRecords): ConnectHandle {
  return {
    async keep(account, credential) {
      const sealed = await records.sealCredential(account, credential);
      return records.stores.accounts.insert(account, { credential: sealed });
    },
  };
}

/** The handle of the token lifecycle. */
export function refreshHandle(records: SealedRecords, actor: string): RefreshHandle {
  return {
    openCredential: (stored, purpose) =>
      records.openCredential(stored, named('credential.open', actor, stored.account.id, purpose)),
    openAccessToken: (stored, purpose) =>
      records.openToken(stored, named('accessToken.open', actor, stored.account.id, purpose)),
    async sealRenewed(account, { credential, accessToken }) {
      return {
        credential: await records.sealCredential(account, credential),
        ...(accessToken === undefined ? {} : { accessToken: await records.sealToken(account, accessToken) }),
      };
    },
  };
}

/** The handle of administration. */
export function purgeHandle(records: SealedRecords, actor: string): PurgeHandle {
  return {
    async remove({ id, generation, purpose, event }) {
      const removed = await records.privileged.commit(named('credential.purge', actor, id, purpose), () =>
        records.stores.accounts.remove({ id, event, ...(generation === undefined ? {} : { generation }) }),
      );
      if (removed === undefined) return undefined;
      return {
        account: removed.account,
        async openCredential() {
          if (removed.sealed.credential === undefined) return undefined;
          return records.openCredential(removed, named('credential.open', actor, id, purpose));
        },
      };
    },
  };
}

/** The handle of the broker. */
export function exportHandle(records: SealedRecords, actor: string): ExportHandle {
  return {
    async exportCredential({ id, generation, purpose }) {
      const stored = await records.stores.accounts.get(id);
      if (stored === undefined || (generation ?? stored.account.generation) !== stored.account.generation) {
        throw new CalendarError({ code: 'disconnected', message: 'The account was removed' });
      }
      return records.openCredential(stored, named('credential.export', actor, id, purpose));
    },
  };
}

/** The handle of support: what is known of accounts, while the sealed texts stay behind. */
export function inspectHandle(records: SealedRecords): InspectHandle {
  return {
    get: async (id) => (await records.stores.accounts.get(id))?.account,
    list: (query) => records.stores.accounts.list(query),
  };
}

function named(action: PrivilegedActionName, actor: string, accountId: string, purpose: string): PrivilegedAction {
  return { action, actor, accountId, purpose };
}
