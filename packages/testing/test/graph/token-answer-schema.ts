import { Ajv } from 'ajv';
import type { RecordedExchange } from '../../src/server/recorded-exchange.ts';

const guid = { type: 'string', pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$' };
const jwt = { type: 'string', pattern: '^[\\w-]+\\.[\\w-]+\\.[\\w-]+$' };
const seconds = { anyOf: [{ type: 'number' }, { type: 'string', pattern: '^-?\\d+$' }] };

// RFC 6749, section 5.1, with Entra's own members.
const success = {
  type: 'object',
  required: ['token_type', 'access_token'],
  additionalProperties: false,
  properties: {
    token_type: { const: 'Bearer' },
    scope: { type: 'string', minLength: 1 },
    expires_in: seconds,
    ext_expires_in: seconds,
    access_token: jwt,
    refresh_token: { type: 'string', pattern: '^1\\.A[\\w-]+$' },
    id_token: jwt,
    client_info: { type: 'string', pattern: '^[\\w-]+$' },
  },
};
// Entra docs, "Microsoft Entra authentication and authorization error codes".
const refusal = {
  type: 'object',
  required: ['error', 'error_description', 'error_codes', 'timestamp', 'trace_id', 'correlation_id', 'error_uri'],
  additionalProperties: false,
  properties: {
    error: { type: 'string', pattern: '^[a-z_]+$' },
    error_description: {
      type: 'string',
      pattern: '^AADSTS\\d+: .+ Trace ID: \\S+ Correlation ID: \\S+ Timestamp: \\S+ \\S+Z$',
    },
    error_codes: { type: 'array', minItems: 1, maxItems: 1, items: { type: 'integer' } },
    timestamp: { type: 'string', pattern: '^\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\dZ$' },
    trace_id: guid,
    correlation_id: { type: 'string', minLength: 1 },
    error_uri: { type: 'string', pattern: '^https://login\\.microsoftonline\\.com/error\\?code=\\d+$' },
    suberror: { type: 'string', pattern: '^[a-z_]+$' },
    claims: { type: 'string', pattern: '^\\{"access_token":' },
  },
};

const ajv = new Ajv({ allErrors: true });
const checks = { success: ajv.compile(success), refusal: ajv.compile(refusal) };

/** What is wrong with an answer of the token endpoint; nothing for any other exchange. */
export function tokenAnswerViolations({ request, response, faulty }: RecordedExchange): string[] {
  if (!request.path.endsWith('/oauth2/v2.0/token') || request.method !== 'POST') return [];
  if (faulty || response === undefined) return [];
  const body: unknown = JSON.parse(response.body);
  const check = response.status === 200 ? checks.success : checks.refusal;
  const violations = check(body)
    ? []
    : (check.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? 'is invalid'}`);
  const isClientRefusal = response.body.includes('"invalid_client"');
  if (response.status !== 200 && (response.status === 401) !== isClientRefusal) violations.push('the status is wrong');
  if (!/no-store/.test(response.headers['cache-control'] ?? '')) violations.push('the answer may be stored');
  return violations;
}
