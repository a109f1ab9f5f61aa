import { z } from 'zod';
import type { CallOptions } from '../provider/connection.ts';
import type {
  ContactChangesOptions,
  CreateContactOptions,
  ListContactsOptions,
  SearchContactsOptions,
  UpdateContactOptions,
} from '../provider/contact-group.ts';
import type { FreeBusyOptions } from '../provider/free-busy-group.ts';
import type { ListRoomsOptions } from '../provider/room-group.ts';
import { addressSchema, idSchema, pageTokenSchema, signalSchema } from './call-schemas.ts';
import { filledTextSchema, textSchema } from './text-schema.ts';
import { timeWindowSchema } from './time-schemas.ts';

const maxWindowMs = 366 * 86_400_000;
const signal = signalSchema.exactOptional();
const lineSchema = textSchema(1_024);
const sourceSchema = z.enum(['personal', 'directory']);

/** Schema of {@link FreeBusyOptions}. @public */
export const freeBusyOptionsSchema: z.ZodType<FreeBusyOptions> = z.strictObject({
  signal,
  mailboxes: z.array(addressSchema).min(1).max(1_000),
  window: timeWindowSchema.refine(
    ({ start, end }) => Date.parse(end) - Date.parse(start) <= maxWindowMs,
    'at most 366 days',
  ),
});

/** Schema of {@link ListRoomsOptions}. @public */
export const listRoomsOptionsSchema: z.ZodType<ListRoomsOptions> = z.strictObject({
  signal,
  buildingId: idSchema.exactOptional(),
  pageToken: pageTokenSchema.exactOptional(),
});

/** Schema of the options of calls that take nothing but a signal. @public */
export const callOptionsSchema: z.ZodType<CallOptions> = z.strictObject({ signal });

/** Schema of {@link ListContactsOptions}. @public */
export const listContactsOptionsSchema: z.ZodType<ListContactsOptions> = z.strictObject({
  signal,
  source: sourceSchema.exactOptional(),
  pageToken: pageTokenSchema.exactOptional(),
});

/** Schema of {@link SearchContactsOptions}. @public */
export const searchContactsOptionsSchema: z.ZodType<SearchContactsOptions> = z.strictObject({
  signal,
  text: filledTextSchema(256),
  sources: z.array(sourceSchema).min(1).exactOptional(),
});

/** Schema of the options of `ContactGroup.get` and `ContactGroup.delete`. @public */
export const contactOptionsSchema: z.ZodType<CallOptions & { readonly contactId: string }> = z.strictObject({
  signal,
  contactId: idSchema,
});

const lists = { addresses: z.array(addressSchema).max(100), phoneNumbers: z.array(filledTextSchema(1_024)).max(100) };

/** Schema of {@link CreateContactOptions}. @public */
export const createContactOptionsSchema: z.ZodType<CreateContactOptions> = z.strictObject({
  signal,
  contact: z
    .strictObject({
      displayName: lineSchema.exactOptional(),
      givenName: lineSchema.exactOptional(),
      familyName: lineSchema.exactOptional(),
      company: lineSchema.exactOptional(),
      jobTitle: lineSchema.exactOptional(),
      addresses: lists.addresses.exactOptional(),
      phoneNumbers: lists.phoneNumbers.exactOptional(),
    })
    .refine((contact) => Object.keys(contact).length > 0, 'something must be known of a contact'),
  idempotencyKey: z.string().min(1).max(128).exactOptional(),
});

/** Schema of {@link UpdateContactOptions}. @public */
export const updateContactOptionsSchema: z.ZodType<UpdateContactOptions> = z.strictObject({
  signal,
  contactId: idSchema,
  patch: z.strictObject({
    displayName: lineSchema.nullable().exactOptional(),
    givenName: lineSchema.nullable().exactOptional(),
    familyName: lineSchema.nullable().exactOptional(),
    company: lineSchema.nullable().exactOptional(),
    jobTitle: lineSchema.nullable().exactOptional(),
    addresses: lists.addresses.nullable().exactOptional(),
    phoneNumbers: lists.phoneNumbers.nullable().exactOptional(),
  }),
  ifVersion: z.string().min(1).max(4_096).exactOptional(),
});

/** Schema of {@link ContactChangesOptions}. @public */
export const contactChangesOptionsSchema: z.ZodType<ContactChangesOptions> = z.strictObject({
  signal,
  cursor: pageTokenSchema.exactOptional(),
});
