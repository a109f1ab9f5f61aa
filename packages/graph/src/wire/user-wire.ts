import { z } from 'zod';

type Text = string | null | undefined;

/** The user resource of the directory, as far as it is used. */
export interface UserWire {
  readonly id: string;
  readonly displayName?: Text;
  readonly givenName?: Text;
  readonly surname?: Text;
  readonly jobTitle?: Text;
  readonly mail?: Text;
  readonly businessPhones?: string[] | null | undefined;
  readonly mobilePhone?: Text;
}

/** A page of users. */
export interface UserPageWire {
  readonly value: UserWire[];
  readonly '@odata.nextLink'?: Text;
}

const text = z.string().nullish();

/** Schema of a {@link UserWire}. */
export const userWireSchema: z.ZodType<UserWire> = z.object({
  id: z.string().min(1),
  displayName: text,
  givenName: text,
  surname: text,
  jobTitle: text,
  mail: text,
  businessPhones: z.array(z.string()).nullish(),
  mobilePhone: text,
});

/** Schema of a {@link UserPageWire}. */
export const userPageWireSchema: z.ZodType<UserPageWire> = z.object({
  value: z.array(userWireSchema),
  '@odata.nextLink': text,
});
