import type { RecordedExchange, RecordedRequest } from '../server/recorded-exchange.ts';

/** One request to Entra's token endpoint, without any secret of it. @public */
export interface EntraTokenRequest {
  /** `grant_type` as sent; empty when there was none. */
  readonly grantType: string;
  /** Client id; absent when the request names none. */
  readonly client?: string;
  /** Person id of the company; absent for applications and when nobody can be told. */
  readonly account?: string;
  /** GUID of the tenant the tokens were for. */
  readonly tenantId?: string;
  /** `granted` and `refused` as answered; `failed` for 5xx and 429; `lost` when the answer never left whole. */
  readonly outcome: 'granted' | 'refused' | 'failed' | 'lost';
  /** Tokens were made, whether or not the answer arrived. */
  readonly isPerformed: boolean;
  /** AADSTS number of a refusal. */
  readonly code?: number;
}

/** What the token endpoint finds out about a request while it handles it. */
export interface TokenRequestFacts {
  readonly account?: string;
  readonly tenantId?: string;
  readonly isPerformed: boolean;
}

/** Remembers who token requests were for. */
export class TokenRequestLog {
  readonly #facts = new WeakMap<RecordedRequest, TokenRequestFacts>();
  readonly #refreshes = new Map<string, number>();

  note(request: RecordedRequest, facts: TokenRequestFacts): void {
    this.#facts.set(request, facts);
  }

  countRefresh(objectId: string): void {
    this.#refreshes.set(objectId, this.refreshes(objectId) + 1);
  }

  refreshes(objectId: string): number {
    return this.#refreshes.get(objectId) ?? 0;
  }

  /** The token requests among `exchanges`, oldest first. */
  describe(exchanges: readonly RecordedExchange[]): readonly EntraTokenRequest[] {
    return exchanges.filter(isTokenRequest).map((exchange) => this.#describe(exchange));
  }

  #describe({ request, response }: RecordedExchange): EntraTokenRequest {
    const form = new URLSearchParams(request.body);
    const client = form.get('client_id');
    const facts = this.#facts.get(request) ?? { isPerformed: false };
    const code = response === undefined || response.status < 400 ? undefined : errorCode(response.body);
    return {
      grantType: form.get('grant_type') ?? '',
      ...(client === null ? {} : { client }),
      ...facts,
      outcome: outcomeOf(response?.status),
      ...(code === undefined ? {} : { code }),
    };
  }
}

/** Whether a request goes to the token endpoint of any tenant. */
export function isTokenPath({ path }: RecordedRequest): boolean {
  return path.toLowerCase().endsWith('/oauth2/v2.0/token');
}

function isTokenRequest({ request }: RecordedExchange): boolean {
  return request.method === 'POST' && isTokenPath(request);
}

function outcomeOf(status: number | undefined): EntraTokenRequest['outcome'] {
  if (status === undefined) return 'lost';
  if (status < 400) return 'granted';
  return status >= 500 || status === 429 ? 'failed' : 'refused';
}

function errorCode(body: string): number | undefined {
  const [, digits] = /"error_codes":\s*\[\s*(\d+)/.exec(body) ?? [];
  return digits === undefined ? undefined : Number(digits);
}
