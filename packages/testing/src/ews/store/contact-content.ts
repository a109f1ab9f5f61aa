import type { StoredBody } from '../render/body-text.ts';
import type { Attachment } from './calendar-content.ts';
import type { ExtendedValues } from './extended-values.ts';

/** What a contact says. */
export interface ContactContent {
  readonly subject: string;
  readonly body: StoredBody | undefined;
  readonly sensitivity: 'Normal' | 'Personal' | 'Private' | 'Confidential';
  readonly importance: 'Low' | 'Normal' | 'High';
  readonly categories: readonly string[];
  readonly attachments: readonly Attachment[];
  readonly extended: ExtendedValues;
  /** Simple properties by element name, for example `GivenName`. */
  readonly texts: ReadonlyMap<string, string>;
  /** Lists of texts by element name: `Children`, `Companies`. */
  readonly lists: ReadonlyMap<string, readonly string[]>;
  /** Birthday and WeddingAnniversary in milliseconds since the Unix epoch. */
  readonly dates: ReadonlyMap<string, number>;
  /**
   * Entries of the dictionaries: `EmailAddresses/EmailAddress1`, `PhoneNumbers/MobilePhone`,
   * `PhysicalAddresses/Business/City`.
   */
  readonly entries: ReadonlyMap<string, string>;
  readonly createdAt: number;
  readonly modifiedAt: number;
  readonly modifiedBy: string;
}
