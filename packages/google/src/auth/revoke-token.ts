import type { Clock, Fetch, Secret } from '@kalends/core';
import { errorOfAnswer } from '../errors/to-calendar-error.ts';
import { wireOAuthErrorSchema } from '../wire/error-body.ts';
import { postForm } from './post-form.ts';

/**
 * Gives a grant up (RFC 7009). Not through the vendor's client: that puts the token into the address, where logs of proxies
 * keep it. A token that is dead already counts as revoked.
 *
 * @see {@link https://developers.google.com/identity/protocols/oauth2/web-server#tokenrevoke | Revoking a token}
 * @throws CalendarError when Google did not confirm it.
 */
export async function revokeToken(
  context: {
    readonly url: string;
    readonly fetch: Fetch;
    readonly clock: Pick<Clock, 'now'>;
    readonly signal?: AbortSignal | undefined;
  },
  token: Secret,
): Promise<void> {
  const answer = await postForm({ token: token.reveal() }, context);
  if (answer.status >= 200 && answer.status < 300) return;
  const isDeadAlready =
    answer.status === 400 && wireOAuthErrorSchema.safeParse(answer.data).data?.error === 'invalid_token';
  if (!isDeadAlready) throw errorOfAnswer(answer, context);
}
