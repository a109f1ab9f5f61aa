import { CalendarError } from '../../errors/calendar-error.ts';
import { disconnected, requireActive } from '../lifecycle/account-errors.ts';
import { Secret } from '../../runtime/secret.ts';
import type { SecretOwner } from '../account-store.ts';
import type { CipherBinding } from '../cipher.ts';
import { accountBinding, applicationBinding } from './record-binding.ts';
import type { SealedRecords } from './sealed-records.ts';
import type { NamedSecret, SecretsHandle } from './vault-handles.ts';

const namePattern = /^[\w.:-]{1,128}$/;

interface Place {
  readonly owner: SecretOwner;
  readonly binding: CipherBinding;
}

/** The handle of the secrets beside the credentials. */
export function secretsHandle(records: SealedRecords, actor: string): SecretsHandle {
  const { secrets } = records.stores;
  return {
    async put(named, value) {
      const place = await placeOf(records, named);
      const isKept =
        place !== undefined &&
        (await secrets.put(place.owner, named.name, await records.seal(value.reveal(), place.binding)));
      if (isKept) return;
      const present = named.accountId === undefined ? undefined : await records.stores.accounts.get(named.accountId);
      if (present !== undefined) requireActive(present.account);
      throw disconnected();
    },

    async open(named, purpose) {
      const place = await placeOf(records, named);
      const sealed = place === undefined ? undefined : await secrets.get(place.owner, named.name);
      if (place === undefined || sealed === undefined) return undefined;
      const { owner, binding } = place;
      const action = { action: 'secret.open', actor, accountId: named.accountId ?? 'application', purpose } as const;
      const plaintext = await records.privileged.reveal(action, () => records.open(sealed, binding));
      await records.resealLazily({ plaintext, sealed, binding, action }, (to) =>
        secrets.reseal({ owner, name: named.name, sealed }, to),
      );
      return new Secret(plaintext);
    },

    async delete(named) {
      const place = await placeOf(records, named);
      return place !== undefined && secrets.delete(place.owner, named.name);
    },
  };
}

/** Absent when the account is not there. */
async function placeOf(records: SealedRecords, { accountId, name }: NamedSecret): Promise<Place | undefined> {
  if (!namePattern.test(name)) {
    throw new CalendarError({
      code: 'invalidArgument',
      message: 'The name of a secret has 1 to 128 characters of A-Z a-z 0-9 . _ : -',
    });
  }
  if (accountId === undefined) return { owner: { kind: 'application' }, binding: applicationBinding(name) };
  const account = (await records.stores.accounts.get(accountId))?.account;
  if (account === undefined) return undefined;
  const { id, generation } = account;
  return { owner: { kind: 'account', id, generation }, binding: accountBinding(account, `secret:${name}`) };
}
