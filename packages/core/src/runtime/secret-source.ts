import { CalendarError } from '../errors/calendar-error.ts';
import { Secret } from './secret.ts';

/** A secret of the application, or a function that fetches it each time it is needed, for example from a secret store. @public */
export type SecretSource = string | Secret | (() => Promise<string | Secret>);

/** Tells whether a setting can be a {@link SecretSource}; an empty text cannot. @public */
export function isSecretSource(value: unknown): value is SecretSource {
  return typeof value === 'function' || Secret.is(value) || (typeof value === 'string' && value !== '');
}

/**
 * Gets the secret, at the place where it is used.
 *
 * @throws CalendarError `invalidConfiguration` when there is none: the source gave nothing, or no text.
 * @public
 */
export async function revealSecret(
  source: SecretSource,
  context: { readonly provider: string; readonly setting: string },
): Promise<string> {
  const secret = typeof source === 'function' ? await source() : source;
  const text: unknown = Secret.is(secret) ? secret.reveal() : secret;
  if (typeof text === 'string' && text !== '') return text;
  throw new CalendarError({
    code: 'invalidConfiguration',
    message: `${context.provider}: ${context.setting} is empty`,
    provider: context.provider,
  });
}
