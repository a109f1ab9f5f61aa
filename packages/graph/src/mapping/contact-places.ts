import { CalendarError } from '@kalends/core';
import { providerId } from '../graph-context.ts';
import type { ContactWire } from '../wire/contact-wire.ts';

/** Outlook keeps three mail addresses, and as numbers two of work, a mobile one and two at home. */
const maxAddresses = 3;
const maxOfKind = 2;
const maxNumbers: number = 2 * maxOfKind + 1;

/** @throws CalendarError `unsupported` for more addresses or numbers than a contact has room for. */
export function checkPlaces(content: {
  readonly addresses?: readonly string[] | null | undefined;
  readonly phoneNumbers?: readonly string[] | null | undefined;
}): void {
  if ((content.addresses?.length ?? 0) > maxAddresses) throw tooMany('addresses', maxAddresses);
  if (new Set(content.phoneNumbers).size > maxNumbers) throw tooMany('phoneNumbers', maxNumbers);
}

/** Mail addresses as Graph takes them. One that stays keeps its display name. */
export function addressesOnWire(
  addresses: readonly string[],
  before: ContactWire | undefined,
): Record<string, unknown> {
  const known = before?.emailAddresses ?? [];
  return {
    emailAddresses: addresses.map((address) => {
      const name = known.find((entry) => entry.address?.toLowerCase() === address.toLowerCase())?.name;
      return { ...(name ? { name } : {}), address };
    }),
  };
}

/** Numbers as Graph takes them. One that stays keeps its kind; others take the first place that is left. */
export function phonesOnWire(numbers: readonly string[], before: ContactWire | undefined): Record<string, unknown> {
  const wanted = new Set(numbers);
  const take = (number: string | null | undefined): number is string =>
    typeof number === 'string' && wanted.delete(number);
  const businessPhones = (before?.businessPhones ?? []).filter(take);
  const homePhones = (before?.homePhones ?? []).filter(take);
  let mobilePhone = take(before?.mobilePhone) ? (before?.mobilePhone ?? null) : null;
  for (const number of wanted) {
    if (businessPhones.length < maxOfKind) businessPhones.push(number);
    else if (mobilePhone === null) mobilePhone = number;
    else if (homePhones.length < maxOfKind) homePhones.push(number);
    else throw tooMany('phoneNumbers', maxNumbers);
  }
  return { businessPhones, homePhones, mobilePhone };
}

function tooMany(field: string, limit: number): CalendarError {
  return new CalendarError({
    code: 'unsupported',
    message: `${field}: a contact in Outlook has room for ${limit}`,
    provider: providerId,
  });
}
