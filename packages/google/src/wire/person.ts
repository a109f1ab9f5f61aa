import { z } from 'zod';
import { flag, text } from './text.ts';
import type { Optional } from './text.ts';

/** One value of a person's field. What is not read here travels along, so that a change of one part keeps the others. */
export interface WirePersonValue {
  readonly [name: string]: unknown;
  readonly metadata?: Optional<{ readonly primary?: Optional<boolean> }>;
}

/** `names[]`; a contact has one at most. */
export interface WirePersonName extends WirePersonValue {
  readonly displayName?: Optional<string>;
  readonly givenName?: Optional<string>;
  readonly familyName?: Optional<string>;
}

/** `emailAddresses[]` and `phoneNumbers[]`. */
export interface WirePersonEntry extends WirePersonValue {
  readonly value?: Optional<string>;
}

/** `organizations[]`. */
export interface WirePersonOrganization extends WirePersonValue {
  readonly name?: Optional<string>;
  readonly title?: Optional<string>;
}

/** Where what is told of a person comes from. */
export interface WirePersonSource {
  readonly type?: Optional<string>;
  readonly id?: Optional<string>;
  readonly etag?: Optional<string>;
}

/** `Person` of the People API, as far as it is used. */
export interface WirePerson {
  readonly resourceName: string;
  readonly etag?: Optional<string>;
  readonly metadata?: Optional<{
    readonly sources?: Optional<readonly WirePersonSource[]>;
    readonly deleted?: Optional<boolean>;
    readonly previousResourceNames?: Optional<readonly string[]>;
  }>;
  readonly names?: Optional<readonly WirePersonName[]>;
  readonly emailAddresses?: Optional<readonly WirePersonEntry[]>;
  readonly phoneNumbers?: Optional<readonly WirePersonEntry[]>;
  readonly organizations?: Optional<readonly WirePersonOrganization[]>;
  readonly clientData?: Optional<readonly { readonly key?: Optional<string>; readonly value?: Optional<string> }[]>;
}

/** A page of people, whatever the list is called, and what leads on from it. */
export interface WirePeoplePage {
  readonly connections?: Optional<readonly WirePerson[]>;
  readonly people?: Optional<readonly WirePerson[]>;
  readonly results?: Optional<readonly { readonly person?: Optional<WirePerson> }[]>;
  readonly nextPageToken?: Optional<string>;
  readonly nextSyncToken?: Optional<string>;
}

const metadata = z.object({ primary: flag }).nullish();
const entries = z.array(z.looseObject({ metadata, value: text })).nullish();

export const wirePersonSchema: z.ZodType<WirePerson> = z.object({
  resourceName: z.string().min(1),
  etag: text,
  metadata: z
    .object({
      sources: z.array(z.object({ type: text, id: text, etag: text })).nullish(),
      deleted: flag,
      previousResourceNames: z.array(z.string()).nullish(),
    })
    .nullish(),
  names: z.array(z.looseObject({ metadata, displayName: text, givenName: text, familyName: text })).nullish(),
  emailAddresses: entries,
  phoneNumbers: entries,
  organizations: z.array(z.looseObject({ metadata, name: text, title: text })).nullish(),
  clientData: z.array(z.object({ key: text, value: text })).nullish(),
});

export const wirePeoplePageSchema: z.ZodType<WirePeoplePage> = z.object({
  connections: z.array(wirePersonSchema).nullish(),
  people: z.array(wirePersonSchema).nullish(),
  results: z.array(z.object({ person: wirePersonSchema.nullish() })).nullish(),
  nextPageToken: text,
  nextSyncToken: text,
});

/** The parts of a person that are read (mask of the People API). */
export const personMask = 'names,emailAddresses,phoneNumbers,organizations,metadata';

/** Of these parts, what is told in an answer (partial response syntax). */
export const personFields: string = [
  'resourceName,etag,metadata(sources(type,id,etag),deleted,previousResourceNames)',
  'names(displayName,givenName,familyName,metadata/primary)',
  'emailAddresses(value,metadata/primary),phoneNumbers(value,metadata/primary)',
  'organizations(name,title,metadata/primary)',
].join(',');

/** The same with all that a change has to keep. */
export const wholePersonFields =
  'resourceName,etag,metadata(sources(type,id,etag)),names,emailAddresses,phoneNumbers,organizations';
