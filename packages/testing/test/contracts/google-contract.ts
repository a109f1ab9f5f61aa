import { existsSync, readFileSync } from 'node:fs';
import type { ValidateFunction } from 'ajv';
import type { RecordedExchange, RecordedRequest } from '../../src/server/recorded-exchange.ts';
import { adminDiscovery } from './google-admin-discovery.ts';
import { splitBatch } from './google-batch.ts';
import { compileContract, rfc3339 } from './google-discovery.ts';
import type { Contract, Discovery, DiscoveryMethod, DiscoverySchema } from './google-discovery.ts';

const contracts = new URL('../../../../../shared/contracts/', import.meta.url);
const calendarDocument = new URL('google-calendar-v3.discovery.json', contracts);
const peopleDocument = new URL('google-people-v1.discovery.json', contracts);

/** Whether the discovery documents of the APIs are at hand; without them {@link checkGoogleExchange} throws. */
export const hasGoogleContract: boolean = existsSync(calendarDocument) && existsSync(peopleDocument);

// Served by Google outside the APIs: nothing in the discovery documents speaks about them.
const oauthPaths = new Set(['/o/oauth2/v2/auth', '/token', '/revoke', '/tokeninfo', '/oauth2/v3/certs']);
const batchPaths = new Set(['/batch/calendar/v3', '/batch']);

let compiled: readonly Contract[] | undefined;

/**
 * Holds an exchange against the discovery documents of Calendar API v3 and People API v1, and against the description of the
 * Directory API's resources, and lists what breaks it; empty means fine. The parts of a batch are held against them one by one.
 */
export function checkGoogleExchange(exchange: RecordedExchange): string[] {
  const { request, response } = exchange;
  if (oauthPaths.has(request.path)) return [];
  if (batchPaths.has(request.path)) {
    const parts = splitBatch(exchange);
    return typeof parts === 'string' ? [parts] : parts.flatMap((part) => checkGoogleExchange(part));
  }
  compiled ??= [
    compileContract(JSON.parse(readFileSync(calendarDocument, 'utf8')) as Discovery, 'classic'),
    compileContract(adminDiscovery, 'classic'),
    compileContract(JSON.parse(readFileSync(peopleDocument, 'utf8')) as Discovery, 'modern'),
  ];
  // Google Calendar API, "Performance tips": any verb may be disguised as POST.
  const verb = request.headers['x-http-method-override'] ?? request.method;
  const contract = compiled.find(({ prefix }) => request.path.startsWith(prefix));
  const found = contract?.methods.find(
    ({ method, pattern }) => method.httpMethod === verb && pattern.test(request.path),
  );
  if (contract === undefined || found === undefined) return [`${verb} ${request.path}: no such method`];
  const violations = [...checkQuery(contract, found.method, request), ...checkBody(contract, found.method, request)];
  if (response !== undefined && !exchange.faulty) violations.push(...checkResponse(contract, found.method, response));
  return violations.map((violation) => `${found.method.id}: ${violation}`);
}

function checkQuery(contract: Contract, method: DiscoveryMethod, { query }: RecordedRequest): string[] {
  const own = Object.entries(method.parameters ?? {}).filter(([, schema]) => schema.location === 'query');
  const known = new Map([...Object.entries(contract.globals), ...own]);
  // Documented beside the discovery document (RFC 6750, section 2.3).
  known.set('access_token', { type: 'string' });
  const violations = own.flatMap(([name, schema]) =>
    schema.required === true && !query.has(name) ? [`query parameter ${name} is missing`] : [],
  );
  for (const name of new Set(query.keys())) {
    const schema = known.get(name);
    const values = query.getAll(name);
    if (schema === undefined) violations.push(`unknown query parameter ${name}`);
    else {
      if (values.length > 1 && schema.repeated !== true) violations.push(`query parameter ${name} is repeated`);
      violations.push(...values.flatMap((value) => checkValue(name, value, schema)));
    }
  }
  return violations;
}

function checkValue(name: string, value: string, schema: DiscoverySchema): string[] {
  const isWrong =
    (schema.enum !== undefined && !schema.enum.includes(value)) ||
    (schema.type === 'boolean' && value !== 'true' && value !== 'false') ||
    (schema.type === 'integer' && !/^-?\d+$/.test(value)) ||
    (schema.minimum !== undefined && Number(value) < Number(schema.minimum)) ||
    (schema.maximum !== undefined && Number(value) > Number(schema.maximum)) ||
    (schema.format === 'date-time' && !rfc3339.test(value)) ||
    (schema.pattern !== undefined && !new RegExp(schema.pattern).test(value));
  return isWrong ? [`query parameter ${name} has a value that it can't have`] : [];
}

function checkBody(contract: Contract, method: DiscoveryMethod, request: RecordedRequest): string[] {
  if (method.request === undefined) return request.body === '' ? [] : ['the method takes no body'];
  if (!/^application\/json\b/i.test(request.headers['content-type'] ?? '')) return ['the body is not declared as JSON'];
  const body = withOffsets(parseJson(request.body));
  if (body === undefined) return ['the body is not JSON'];
  const validate = contract.validator(method.request.$ref, method.httpMethod === 'PATCH' ? 'lenient' : 'strict');
  const violations = validate(body) ? [] : describe('request', validate);
  const properties = contract.schemas[method.request.$ref]?.properties ?? {};
  for (const [name, schema] of Object.entries(properties)) {
    if (schema.annotations?.required?.includes(method.id) && !Object.hasOwn(Object(body), name)) {
      violations.push(`request lacks ${name}`);
    }
  }
  return violations;
}

/**
 * Schema `EventDateTime`, `dateTime`: "a time zone offset is required unless a time zone is explicitly specified". The format
 * of the field does not know the exception: such times get an offset before they are held against it.
 */
function withOffsets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withOffsets);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const hasZone = entries.some(([name, zone]) => name === 'timeZone' && typeof zone === 'string');
  return Object.fromEntries(
    entries.map(([name, inner]) => {
      const isWallTime =
        hasZone && name === 'dateTime' && typeof inner === 'string' && /^[-\d]{10}T[:\d]{8}$/.test(inner);
      return [name, isWallTime ? `${inner}Z` : withOffsets(inner)];
    }),
  );
}

function checkResponse(
  contract: Contract,
  method: DiscoveryMethod,
  response: NonNullable<RecordedExchange['response']>,
): string[] {
  const { status, body, headers } = response;
  if (status === 304 || status === 204) return body === '' ? [] : [`${status} carries a body`];
  if (!/^application\/json\b/i.test(headers['content-type'] ?? '')) return [`${status} is not declared as JSON`];
  const parsed = parseJson(body);
  if (parsed === undefined) return [`${status} is not JSON`];
  if (status >= 400) {
    if (!contract.errorEnvelope(parsed)) return describe(`error ${status}`, contract.errorEnvelope);
    return (parsed as { error: { code: number } }).error.code === status ? [] : ['error code differs from the status'];
  }
  if (status !== 200) return [`status ${status} is not documented`];
  if (method.response === undefined) return ['the method answers without a body'];
  const validate = contract.validator(method.response.$ref, 'strict');
  return validate(parsed) ? [] : describe('response', validate);
}

function describe(part: string, validate: ValidateFunction): string[] {
  return (validate.errors ?? []).map(
    (error) => `${part}${error.instancePath} ${error.message ?? 'is invalid'} ${JSON.stringify(error.params)}`,
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
