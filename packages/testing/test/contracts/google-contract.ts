import { existsSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import type { ValidateFunction } from 'ajv';
import type { RecordedExchange, RecordedRequest } from '../../src/server/recorded-exchange.ts';

/** A schema, parameter or property of a discovery document. */
interface DiscoverySchema {
  readonly type?: string;
  readonly format?: string;
  readonly $ref?: string;
  readonly enum?: readonly string[];
  readonly minimum?: string;
  readonly maximum?: string;
  readonly pattern?: string;
  readonly required?: boolean;
  readonly repeated?: boolean;
  readonly location?: 'path' | 'query';
  readonly items?: DiscoverySchema;
  readonly properties?: Readonly<Record<string, DiscoverySchema>>;
  readonly additionalProperties?: DiscoverySchema;
  readonly annotations?: { readonly required?: readonly string[] };
}

interface DiscoveryMethod {
  readonly id: string;
  readonly httpMethod: string;
  readonly path: string;
  readonly parameters?: Readonly<Record<string, DiscoverySchema>>;
  readonly request?: { readonly $ref: string };
  readonly response?: { readonly $ref: string };
}

interface DiscoveryResource {
  readonly methods?: Readonly<Record<string, DiscoveryMethod>>;
  readonly resources?: Readonly<Record<string, DiscoveryResource>>;
}

interface Discovery extends DiscoveryResource {
  readonly servicePath: string;
  readonly parameters: Readonly<Record<string, DiscoverySchema>>;
  readonly schemas: Readonly<Record<string, DiscoverySchema>>;
}

interface Contract {
  readonly prefix: string;
  readonly methods: readonly { readonly method: DiscoveryMethod; readonly pattern: RegExp }[];
  readonly globals: Readonly<Record<string, DiscoverySchema>>;
  readonly schemas: Readonly<Record<string, DiscoverySchema>>;
  /** Validators by schema name; `lenient` ones take null where a patch deletes. */
  readonly validator: (name: string, kind: 'strict' | 'lenient') => ValidateFunction;
  readonly errorEnvelope: ValidateFunction;
}

const location = new URL('../../../../../shared/contracts/google-calendar-v3.discovery.json', import.meta.url);

/** Whether the discovery document of the API is at hand; without it {@link checkGoogleExchange} throws. */
export const hasGoogleContract: boolean = existsSync(location);

// Served by Google outside the Calendar API: nothing in the discovery document speaks about them.
const oauthPaths = new Set(['/o/oauth2/v2/auth', '/token', '/revoke', '/tokeninfo', '/oauth2/v3/certs']);
const rfc3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/i;

let compiled: Contract | undefined;

/** Holds an exchange against the discovery document of Calendar API v3 and lists what breaks it; empty means fine. */
export function checkGoogleExchange(exchange: RecordedExchange): string[] {
  const contract = (compiled ??= readContract());
  const { request, response } = exchange;
  if (oauthPaths.has(request.path)) return [];
  // Google Calendar API, "Performance tips": any verb may be disguised as POST.
  const verb = request.headers['x-http-method-override'] ?? request.method;
  const found = contract.methods.find(
    ({ method, pattern }) => method.httpMethod === verb && pattern.test(request.path),
  );
  const name = `${verb} ${request.path}`;
  if (found === undefined) return [`${name}: no such method`];
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

function readContract(): Contract {
  const discovery = JSON.parse(readFileSync(location, 'utf8')) as Discovery;
  const ajv = new Ajv({ strict: true, allErrors: true, allowUnionTypes: true });
  ajv.addFormat('date-time', rfc3339);
  ajv.addFormat('date', /^\d{4}-\d\d-\d\d$/);
  const validators = new Map<string, ValidateFunction>();
  for (const kind of ['strict', 'lenient'] as const) {
    const $defs = Object.fromEntries(
      Object.entries(discovery.schemas).map(([name, schema]) => [name, toJsonSchema(schema, kind)]),
    );
    ajv.addSchema({ $id: kind, $defs });
  }
  const prefix = `/${discovery.servicePath}`;
  return {
    prefix,
    methods: methodsOf(discovery).map((method) => ({ method, pattern: pathPattern(prefix + method.path) })),
    globals: discovery.parameters,
    schemas: discovery.schemas,
    validator(name, kind) {
      const reference = `${kind}#/$defs/${name}`;
      const validate = validators.get(reference) ?? ajv.compile({ $ref: reference });
      validators.set(reference, validate);
      return validate;
    },
    errorEnvelope: ajv.compile(errorEnvelopeSchema),
  };
}

function methodsOf(resource: DiscoveryResource): DiscoveryMethod[] {
  return [
    ...Object.values(resource.methods ?? {}),
    ...Object.values(resource.resources ?? {}).flatMap((inner) => methodsOf(inner)),
  ];
}

function pathPattern(template: string): RegExp {
  const escaped = template.replaceAll(/[.*+?^$()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(`^${escaped.replaceAll(/\{[^}]+\}/g, '[^/]+')}$`);
}

/** JSON schema for a discovery schema; objects take no properties beyond those named. */
function toJsonSchema(schema: DiscoverySchema, kind: 'strict' | 'lenient'): object {
  if (schema.$ref !== undefined) {
    const reference = { $ref: `${kind}#/$defs/${schema.$ref}` };
    return kind === 'strict' ? reference : { anyOf: [reference, { type: 'null' }] };
  }
  const type = (name: string): string | readonly string[] => (kind === 'strict' ? name : [name, 'null']);
  switch (schema.type) {
    case 'object':
      return {
        type: type('object'),
        properties: Object.fromEntries(
          Object.entries(schema.properties ?? {}).map(([name, inner]) => [name, toJsonSchema(inner, kind)]),
        ),
        additionalProperties:
          schema.additionalProperties === undefined ? false : toJsonSchema(schema.additionalProperties, kind),
      };
    case 'array':
      return { type: type('array'), items: schema.items === undefined ? {} : toJsonSchema(schema.items, kind) };
    case 'string':
      if (schema.format === 'int64') return { type: type('string'), pattern: String.raw`^-?\d+$` };
      return {
        type: type('string'),
        ...(schema.enum === undefined ? {} : { enum: kind === 'strict' ? schema.enum : [...schema.enum, null] }),
        ...(schema.format === 'date-time' || schema.format === 'date' ? { format: schema.format } : {}),
      };
    case 'integer':
    case 'number':
    case 'boolean':
      return { type: type(schema.type) };
    default:
      return {};
  }
}

const text = { type: 'string', minLength: 1 };
const errorEnvelopeSchema = {
  type: 'object',
  required: ['error'],
  additionalProperties: false,
  properties: {
    error: {
      type: 'object',
      required: ['code', 'message', 'errors'],
      additionalProperties: false,
      properties: {
        code: { type: 'integer' },
        message: text,
        status: { type: 'string', pattern: '^[A-Z_]+$' },
        errors: {
          type: 'array',
          minItems: 1,
          items: {
            type: 'object',
            required: ['domain', 'reason', 'message'],
            additionalProperties: false,
            properties: {
              domain: text,
              reason: text,
              message: text,
              location: text,
              locationType: { enum: ['parameter', 'header'] },
            },
          },
        },
        details: { type: 'array', items: { type: 'object', required: ['@type'], properties: { '@type': text } } },
      },
    },
  },
};
