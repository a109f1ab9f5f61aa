import { z } from 'zod';
import { CalendarError } from '../../errors/calendar-error.ts';
import type { StoredAccount } from '../account.ts';
import type { SecretEntry } from '../account-store.ts';
import type { CipherBinding } from '../cipher.ts';
import { accountBinding, applicationBinding } from './record-binding.ts';
import type { SealedRecords } from './sealed-records.ts';

/** One sealed text and where it stands. */
export interface SealedPlace {
  readonly accountId: string;
  readonly sealed: string;
  readonly binding: CipherBinding;
  write(to: string): Promise<boolean>;
}

/** Reads a text where it is now; absent when it is gone. */
type Look = () => Promise<SealedPlace | undefined>;

/** How far a pass has come: accounts first, then the secrets beside them. */
export type RewrapPosition =
  | { readonly part: 'accounts'; readonly after?: string | undefined }
  | { readonly part: 'secrets'; readonly after?: Pick<SecretEntry, 'owner' | 'name'> | undefined };

const positionSchema: z.ZodType<RewrapPosition> = z.discriminatedUnion('part', [
  z.strictObject({ part: z.literal('accounts'), after: z.string().optional() }),
  z.strictObject({
    part: z.literal('secrets'),
    after: z
      .strictObject({
        owner: z.discriminatedUnion('kind', [
          z.strictObject({ kind: z.literal('account'), id: z.string(), generation: z.int() }),
          z.strictObject({ kind: z.literal('application') }),
        ]),
        name: z.string(),
      })
      .optional(),
  }),
]);

/** Reads a position that came back from outside. */
export function parsePosition(text: string | undefined): RewrapPosition {
  if (text === undefined) return { part: 'accounts' };
  try {
    return positionSchema.parse(JSON.parse(text));
  } catch {
    throw new CalendarError({ code: 'invalidArgument', message: 'rewrap: position is none that rewrap gave' });
  }
}

/** Records to look at, and where the ones after them begin. */
export interface RewrapBatch {
  readonly looks: readonly Look[];
  readonly next: RewrapPosition | undefined;
}

/** Reads the next records; their texts are read one by one, when their turn comes. */
export async function readBatch(records: SealedRecords, position: RewrapPosition, limit: number): Promise<RewrapBatch> {
  if (position.part === 'accounts') {
    const { accounts } = records.stores;
    const page = await accounts.list({ limit, ...(position.after === undefined ? {} : { after: position.after }) });
    return {
      looks: page.flatMap(({ id }) => [
        lookAtAccount(records, id, 'credential'),
        lookAtAccount(records, id, 'accessToken'),
      ]),
      next: page.length < limit ? { part: 'secrets' } : { part: 'accounts', after: page.at(-1)?.id },
    };
  }
  const page = await records.stores.secrets.list({
    limit,
    ...(position.after === undefined ? {} : { after: { ...position.after, sealed: '' } }),
  });
  const last = page.at(-1);
  const isLast = last === undefined || page.length < limit;
  return {
    looks: page.map((entry) => () => lookAtSecret(records, entry)),
    next: isLast ? undefined : { part: 'secrets', after: { owner: last.owner, name: last.name } },
  };
}

function lookAtAccount(records: SealedRecords, id: string, purpose: 'credential' | 'accessToken'): Look {
  const { accounts } = records.stores;
  return async () => {
    const stored: StoredAccount | undefined = await accounts.get(id);
    const sealed = stored?.sealed[purpose];
    if (stored === undefined || sealed === undefined) return undefined;
    const { account } = stored;
    return {
      accountId: id,
      sealed,
      binding: accountBinding(account, purpose),
      write: (to) => accounts.reseal({ id, generation: account.generation, from: sealed, to }),
    };
  };
}

async function lookAtSecret(records: SealedRecords, entry: SecretEntry): Promise<SealedPlace | undefined> {
  const { accounts, secrets } = records.stores;
  const { owner, name } = entry;
  const sealed = await secrets.get(owner, name);
  if (sealed === undefined) return undefined;
  const write = (to: string): Promise<boolean> => secrets.reseal({ owner, name, sealed }, to);
  if (owner.kind === 'application') {
    return { accountId: owner.kind, sealed, binding: applicationBinding(name), write };
  }
  const account = (await accounts.get(owner.id))?.account;
  if (account?.generation !== owner.generation) return undefined;
  return { accountId: owner.id, sealed, binding: accountBinding(account, `secret:${name}`), write };
}
