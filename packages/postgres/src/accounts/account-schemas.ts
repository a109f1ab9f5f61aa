import { calendarAccessLevels, contactAccessLevels } from '@kalends/core';
import type { AccessPolicy, AccountIdentity } from '@kalends/core';
import type {
  Account,
  AccountQuery,
  AccountReseal,
  AccountRevision,
  AccountStatus,
  NewAccount,
  SealedSecrets,
  SecretsChange,
} from '@kalends/core/accounts';
import { z } from 'zod';
import {
  accountIdSchema,
  counterSchema,
  instantSchema,
  listLengthSchema,
  nameSchema,
  sealedSchema,
  textSchema,
} from '../input.ts';

const maxScopes = 500;
const maxTextLength = 2_000;
/** What a `CalendarError` carries at most. */
const maxClaimsLength = 8_192;
const scopesSchema = z.array(textSchema.max(maxTextLength)).max(maxScopes);

/** What of calendars and contacts may be used. */
export const policySchema: z.ZodType<AccessPolicy> = z.strictObject({
  calendars: z.enum(calendarAccessLevels),
  contacts: z.enum(contactAccessLevels),
});

const identitySchema: z.ZodType<AccountIdentity> = z.strictObject({
  id: nameSchema,
  address: textSchema.max(maxTextLength).exactOptional(),
  name: textSchema.max(maxTextLength).exactOptional(),
  tenantId: nameSchema.exactOptional(),
});

/** How a grant can have ended. */
export const reasonSchema: z.ZodEnum<{
  expired: 'expired';
  passwordChanged: 'passwordChanged';
  policy: 'policy';
  multiFactorRequired: 'multiFactorRequired';
  consentWithdrawn: 'consentWithdrawn';
  revoked: 'revoked';
  accountDisabled: 'accountDisabled';
  credentialRejected: 'credentialRejected';
}> = z.enum([
  'expired',
  'passwordChanged',
  'policy',
  'multiFactorRequired',
  'consentWithdrawn',
  'revoked',
  'accountDisabled',
  'credentialRejected',
]);

/** Whether an account works. */
export const statusSchema: z.ZodType<AccountStatus> = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('active') }),
  z.strictObject({
    state: z.literal('reauthorizationRequired'),
    reason: reasonSchema,
    since: instantSchema,
    claims: textSchema.max(maxClaimsLength).exactOptional(),
  }),
  z.strictObject({ state: z.literal('tenantAccessRevoked'), since: instantSchema }),
]);

const newAccountMembers = {
  id: accountIdSchema,
  ownerId: nameSchema,
  role: z.enum(['user', 'room', 'connector']),
  provider: nameSchema,
  identity: identitySchema,
  credentialKind: z.enum(['oauth', 'password', 'application', 'basic']),
  scopes: scopesSchema,
  policy: policySchema,
  requestedPolicy: policySchema.exactOptional(),
  generation: counterSchema.min(1),
  connectedAt: instantSchema,
  refreshedAt: instantSchema,
  refreshExpiresAt: instantSchema.exactOptional(),
};

/** Argument of `insert`. */
export const newAccountSchema: z.ZodType<NewAccount> = z.strictObject(newAccountMembers);

/** An account as the table has it. */
export const accountSchema: z.ZodType<Account> = z.strictObject({
  ...newAccountMembers,
  status: statusSchema,
  version: counterSchema,
});

/** Sealed texts. */
export const sealedSecretsSchema: z.ZodType<SealedSecrets> = z.strictObject({
  credential: sealedSchema.exactOptional(),
  accessToken: sealedSchema.exactOptional(),
});

const revisionMembers = { id: accountIdSchema, generation: counterSchema, version: counterSchema };

/** Argument of `stop` and `resume`. */
export const revisionSchema: z.ZodType<AccountRevision> = z.object(revisionMembers);

/** Argument of `replaceSecrets`. */
export const secretsChangeSchema: z.ZodType<SecretsChange> = z.strictObject({
  ...revisionMembers,
  fence: counterSchema,
  sealed: sealedSecretsSchema,
  scopes: scopesSchema.exactOptional(),
  refreshedAt: instantSchema.exactOptional(),
  refreshExpiresAt: instantSchema.nullable().exactOptional(),
});

/** Argument of `reseal`. */
export const accountResealSchema: z.ZodType<AccountReseal> = z.strictObject({
  id: accountIdSchema,
  generation: counterSchema,
  from: sealedSchema,
  to: sealedSchema,
});

/** Argument of `list`, with its default. */
export const accountQuerySchema: z.ZodType<AccountQuery & { readonly limit: number }> = z.strictObject({
  provider: nameSchema.exactOptional(),
  identityId: nameSchema.exactOptional(),
  tenantId: nameSchema.exactOptional(),
  ownerId: nameSchema.exactOptional(),
  role: z.enum(['user', 'room', 'connector']).exactOptional(),
  state: z.enum(['active', 'reauthorizationRequired', 'tenantAccessRevoked']).exactOptional(),
  refreshExpiresUntil: instantSchema.exactOptional(),
  refreshedUntil: instantSchema.exactOptional(),
  after: textSchema.exactOptional(),
  limit: listLengthSchema,
});
