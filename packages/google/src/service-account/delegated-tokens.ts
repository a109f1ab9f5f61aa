import type { Clock, Fetch } from '@kalends/core';
import { postForm } from '../auth/post-form.ts';
import { delegationUrl } from '../auth/require-scopes.ts';
import { errorOfAnswer } from '../errors/to-calendar-error.ts';
import type { Explanation, VendorAnswer } from '../errors/to-calendar-error.ts';
import { skewOf } from '../server-clock.ts';
import { parseWire } from '../wire/parse-wire.ts';
import { wireTokenResponseSchema } from '../wire/token-response.ts';
import type { WireTokenResponse } from '../wire/token-response.ts';
import { signedAssertion } from './assertion.ts';
import type { LoadedServiceAccount, ServiceAccountSource } from './service-account-source.ts';

/** RFC 7523, section 2.1. */
const grantType = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

/** What a request for a person's token needs. */
export interface DelegatedTokenRequest {
  readonly serviceAccount: ServiceAccountSource;
  readonly tokenUrl: string;
  readonly fetch: Fetch;
  readonly clock: Pick<Clock, 'now'>;
  /** Address of the person to act for. */
  readonly subject: string;
  readonly scopes: readonly string[];
  readonly signal?: AbortSignal | undefined;
}

/**
 * Gets an access token for a person's account by domain-wide delegation.
 *
 * @throws CalendarError as the error table says; `adminConsentRequired` names the client id and the scopes to authorize.
 */
export async function requestDelegatedToken(request: DelegatedTokenRequest): Promise<WireTokenResponse> {
  const { tokenUrl, fetch, clock, subject, scopes, signal } = request;
  const account = await request.serviceAccount();
  const assertion = await signedAssertion(account, { subject, scopes, audience: tokenUrl, nowMs: clock.now(), signal });
  const answer = await postForm({ grant_type: grantType, assertion }, { url: tokenUrl, fetch, signal });
  if (answer.status < 200 || answer.status >= 300) {
    throw errorOfAnswer(answer, {
      clock,
      step: 'assertion',
      explain: (about, refusal) =>
        about === 'clock' ? explainClock(refusal, clock) : explainDelegation(account, scopes),
    });
  }
  return parseWire(wireTokenResponseSchema, answer.data);
}

/** The Admin console wants the scopes with commas, and the numeric id: it takes an address without a word, to no effect. */
function explainDelegation({ clientId }: LoadedServiceAccount, scopes: readonly string[]): Explanation {
  const id =
    clientId ?? "the service account's numeric id (its unique id in the Google Cloud console, not its address)";
  return {
    cure: {
      text: `A super administrator has to add the API client ${id} under Domain-wide delegation in the Admin console, with these scopes: ${scopes.join(',')}. It can take up to a day to arrive.`,
      url: delegationUrl,
    },
  };
}

function explainClock(refusal: VendorAnswer, clock: Pick<Clock, 'now'>): Explanation {
  const skewMs = skewOf(refusal.header('date'), clock.now());
  const minutes = skewMs === undefined ? 0 : Math.round(skewMs / 60_000);
  if (minutes === 0) return {};
  const direction = minutes > 0 ? 'ahead of' : 'behind';
  return {
    message: `Google does not accept the times in the assertion: this machine's clock is about ${Math.abs(minutes)} minutes ${direction} Google's`,
  };
}
