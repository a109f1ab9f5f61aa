import { z } from 'zod';

type Text = string | null | undefined;
type Texts = string[] | null | undefined;

/** A mail address of a contact. */
export interface ContactAddressWire {
  readonly name?: Text;
  readonly address?: Text;
}

/** The contact resource, as far as it is used. */
export interface ContactWire {
  readonly '@odata.etag'?: Text;
  readonly id: string;
  readonly changeKey?: Text;
  readonly createdDateTime?: Text;
  readonly displayName?: Text;
  readonly givenName?: Text;
  readonly surname?: Text;
  readonly companyName?: Text;
  readonly jobTitle?: Text;
  readonly emailAddresses?: ContactAddressWire[] | null | undefined;
  readonly businessPhones?: Texts;
  readonly homePhones?: Texts;
  readonly mobilePhone?: Text;
}

/** A page of contacts. */
export interface ContactPageWire {
  readonly value: ContactWire[];
  readonly '@odata.nextLink'?: Text;
}

/** A contact of which only the folder is known. */
export interface ContactFolderPageWire {
  readonly value: { readonly parentFolderId?: Text }[];
}

/** A page of changes: contacts as they are now, and ids of those that left. */
export interface ContactChangePageWire {
  readonly value: (ContactWire & { readonly '@removed'?: unknown })[];
  readonly '@odata.nextLink'?: Text;
  readonly '@odata.deltaLink'?: Text;
}

const text = z.string().nullish();
const texts = z.array(z.string()).nullish();
const contact = z.object({
  '@odata.etag': text,
  id: z.string().min(1),
  changeKey: text,
  createdDateTime: text,
  displayName: text,
  givenName: text,
  surname: text,
  companyName: text,
  jobTitle: text,
  emailAddresses: z.array(z.object({ name: text, address: text })).nullish(),
  businessPhones: texts,
  homePhones: texts,
  mobilePhone: text,
});

/** Schema of a {@link ContactWire}. */
export const contactWireSchema: z.ZodType<ContactWire> = contact;

/** Schema of a {@link ContactPageWire}. */
export const contactPageWireSchema: z.ZodType<ContactPageWire> = z.object({
  value: z.array(contact),
  '@odata.nextLink': text,
});

/** Schema of a {@link ContactFolderPageWire}. */
export const contactFolderPageWireSchema: z.ZodType<ContactFolderPageWire> = z.object({
  value: z.array(z.object({ parentFolderId: text })),
});

/** Schema of a {@link ContactChangePageWire}. */
export const contactChangePageWireSchema: z.ZodType<ContactChangePageWire> = z.object({
  value: z.array(contact.extend({ '@removed': z.unknown().optional() })),
  '@odata.nextLink': text,
  '@odata.deltaLink': text,
});
