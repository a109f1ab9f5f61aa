import { typesNamespace } from '../soap/namespaces.ts';
import { attributesOnly, element, many, text, textWith } from '../soap/shape.ts';
import type { Shape } from '../soap/shape.ts';

/** Entries under fixed keys; `RoutingType` is of mail addresses alone. */
export interface WireEntries {
  readonly Entry?: readonly { readonly text?: string; readonly Key?: string; readonly RoutingType?: string }[];
}

/** A contact, as far as the mapping uses it. */
export interface WireContact {
  readonly ItemId?: { readonly Id?: string; readonly ChangeKey?: string };
  readonly ParentFolderId?: { readonly Id?: string };
  readonly DateTimeCreated?: string;
  readonly FileAs?: string;
  readonly DisplayName?: string;
  readonly GivenName?: string;
  readonly CompanyName?: string;
  readonly EmailAddresses?: WireEntries;
  readonly PhoneNumbers?: WireEntries;
  readonly JobTitle?: string;
  readonly Surname?: string;
}

/** See {@link WireContact}. */
export const contactShape: Shape<WireContact> = element(typesNamespace, {
  ItemId: attributesOnly(['Id', 'ChangeKey']),
  ParentFolderId: attributesOnly(['Id']),
  DateTimeCreated: text,
  FileAs: text,
  DisplayName: text,
  GivenName: text,
  CompanyName: text,
  EmailAddresses: element(typesNamespace, { Entry: many(textWith(['Key', 'RoutingType'])) }),
  PhoneNumbers: element(typesNamespace, { Entry: many(textWith(['Key'])) }),
  JobTitle: text,
  Surname: text,
});
