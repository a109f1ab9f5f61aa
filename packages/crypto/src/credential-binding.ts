import { encodeUtf8 } from './bytes.ts';
import { SealError } from './seal-error.ts';

/** Longest binding field in bytes of UTF-8. Our own limit: far above any identifier that a provider issues. @public */
export const maxBindingFieldBytes = 1024;

/**
 * What a sealed text belongs to. Every field goes into the additional authenticated data, so a text opens only for the
 * record it was sealed for: copying one user's row over another's, or using a secret for another purpose, fails.
 *
 * Fields are compared as they are: no case folding, no Unicode normalisation. Each one is 1 to
 * {@link maxBindingFieldBytes} bytes long, and none of them is stored in the sealed text.
 *
 * @public
 */
export interface CredentialBinding {
  /** The tenant or account that owns the record. */
  readonly tenantId: string;
  /** The user (or room, or service account) whose credential it is. */
  readonly userId: string;
  /** The calendar provider, for example `graph`, `google` or `ews`. */
  readonly provider: string;
  /** The id of the stored record. */
  readonly credentialId: string;
  /** What the secret is for, for example `refresh-token` or `basic-password`. */
  readonly purpose: string;
}

/** The order is part of the format: changing it makes every sealed text unreadable. */
const fieldNames = [
  'tenantId',
  'userId',
  'provider',
  'credentialId',
  'purpose',
] as const satisfies readonly (keyof CredentialBinding)[];

/**
 * Checks a binding and returns its fields as bytes, in the order of the format.
 *
 * @throws SealError `invalidArgument` when a field is missing, empty, too long, no text or not known. The last one
 *   matters because a field that is silently ignored would look as if it protected something.
 * @internal
 */
export function encodeBinding(binding: CredentialBinding): readonly Uint8Array[] {
  // The type promises an object; JavaScript callers may pass anything.
  const given: unknown = binding;
  if (typeof given !== 'object' || given === null) {
    throw new SealError('invalidArgument', `binding must be an object with the fields ${fieldNames.join(', ')}.`);
  }
  const known: readonly string[] = fieldNames;
  if (Object.keys(given).some((name) => !known.includes(name))) {
    throw new SealError('invalidArgument', `binding has a field besides ${fieldNames.join(', ')}. Remove it.`);
  }
  return fieldNames.map((name) => encodeField(name, binding[name]));
}

function encodeField(name: string, value: unknown): Uint8Array {
  if (typeof value !== 'string' || value === '') {
    throw new SealError('invalidArgument', `binding.${name} must be a text that is not empty.`);
  }
  // A cheap look first, so that a text of a gigabyte is refused before it is encoded.
  const bytes = value.length > maxBindingFieldBytes ? undefined : encodeUtf8(value, `binding.${name}`);
  if (bytes === undefined || bytes.length > maxBindingFieldBytes) {
    throw new SealError('invalidArgument', `binding.${name} is longer than ${maxBindingFieldBytes} bytes of UTF-8.`);
  }
  return bytes;
}
