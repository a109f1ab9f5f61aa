import type { AccountEvent } from '@kalends/core/accounts';
import { z } from 'zod';
import { reasonSchema } from '../accounts/account-schemas.ts';
import { accountIdSchema, instantSchema, nameSchema } from '../input.ts';

const base = { id: nameSchema, at: instantSchema, provider: nameSchema };
const oneAccount = { ...base, accountId: accountIdSchema, ownerId: nameSchema };

/** Every event there is. Strict: what a newer version added is not handed on half. */
export const accountEventSchema: z.ZodType<AccountEvent> = z.discriminatedUnion('type', [
  z.strictObject({ ...oneAccount, type: z.literal('grantExpiring'), expiresAt: instantSchema, daysLeft: z.number() }),
  z.strictObject({ ...oneAccount, type: z.literal('reauthorizationRequired'), reason: reasonSchema }),
  z.strictObject({ ...oneAccount, type: z.literal('consentRequired') }),
  z.strictObject({
    ...oneAccount,
    type: z.literal('disconnected'),
    cause: z.enum(['requested', 'policyLocked', 'replaced']),
  }),
  z.strictObject({
    ...base,
    type: z.literal('tenantAccessRevoked'),
    tenantId: nameSchema,
    accountIds: z.array(accountIdSchema),
  }),
]);
