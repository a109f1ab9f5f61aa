import { existsSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import type { ValidateFunction } from 'ajv';
import formats from 'ajv-formats';
import type { RecordedExchange, RecordedRequest, RecordedResponse } from '../../src/server/recorded-exchange.ts';
import { readGraphBatch } from './graph-batch.ts';
import { unknownMembers } from './graph-members.ts';
import { graphOperations, normalizedGraphPath } from './graph-operations.ts';
import type { GraphOperation } from './graph-operations.ts';
import { asRecord, jsonSchemaOf } from './graph-json-schema.ts';

const contractFile = new URL('../../../../../shared/contracts/graph-v1.0-calendar.openapi.json', import.meta.url);

/** Whether the contract lies beside the repository; without it nothing can be checked. */
export const hasGraphContract: boolean = existsSync(contractFile);

// Documented by Microsoft (user: get and list; person: list; place: get; user: get mailboxSettings) but outside the
// calendar slice of the contract. Only ever read.
const undeclared: readonly RegExp[] = [
  /^\/me$/i,
  /^\/users(?:\/[^/]+)?$/i,
  /^\/(?:me|users\/[^/]+)\/people$/i,
  /^\/places\/(?!graph\.)[^/]+$/i,
  /^\/(?:me|users\/[^/]+)\/mailboxSettings\/\w+$/i,
];
// Only ever part of a link the service made itself.
const linkParameters = new Set(['$skiptoken', '$deltatoken']);

interface Contract {
  readonly operations: readonly GraphOperation[];
  schema(definition: unknown): ValidateFunction;
  /** Members of a body that its schema does not name. */
  unknown(definition: unknown, body: unknown): readonly string[];
}

let loaded: Contract | undefined;

/**
 * Checks one exchange with Microsoft Graph against the OpenAPI description: path, method, query parameters and body of
 * the request, status and body of the answer. Requests to the identity provider are none of the contract's business.
 *
 * @returns One sentence per violation; none when all is well.
 */
export function checkGraphExchange(exchange: RecordedExchange): string[] {
  const { request, response, faulty } = exchange;
  if (!request.path.toLowerCase().startsWith('/v1.0/')) return [];
  const contract = (loaded ??= loadContract());
  const path = normalizedGraphPath(request.path.slice('/v1.0'.length));
  if (/^\/\$batch$/i.test(path)) return batchViolations(exchange);
  if (request.method === 'GET' && undeclared.some((pattern) => pattern.test(path))) return [];
  const label = `${request.method} ${path}`;
  const sameTarget = contract.operations.filter(({ pattern }) => pattern.test(path));
  if (sameTarget.length === 0) return [`${label}: no such path in the contract`];
  const operation = sameTarget.find(({ method }) => method === request.method.toLowerCase());
  if (operation === undefined) return [`${label}: the contract has no such method`];
  const violations = [...requestViolations(contract, operation, request)];
  if (!faulty && response !== undefined) violations.push(...responseViolations(contract, operation, response));
  return violations.map((violation) => `${label}: ${violation}`);
}

/** The envelope is in no contract, so its rules stand here; what is in it is checked item by item. */
function batchViolations({ request, response, faulty }: RecordedExchange): string[] {
  const { items, violations } = readGraphBatch(request, faulty ? undefined : response);
  return [
    ...violations.map((violation) => `POST /$batch: ${violation}`),
    ...items.flatMap((item) => checkGraphExchange({ ...item, faulty }).map((violation) => `in a batch: ${violation}`)),
  ];
}

function requestViolations(contract: Contract, operation: GraphOperation, request: RecordedRequest): string[] {
  const violations: string[] = [];
  const known = new Map(operation.parameters.map((parameter) => [parameter.name.toLowerCase(), parameter]));
  const sent = new Set<string>();
  for (const [name, value] of request.query) {
    const lower = name.toLowerCase();
    if (linkParameters.has(lower)) continue;
    const parameter = known.get(lower);
    if (parameter === undefined) violations.push(`query parameter '${name}' is not documented`);
    else if (sent.has(lower)) violations.push(`query parameter '${name}' is sent twice`);
    else if (parameter.type === 'integer' && !/^\d+$/.test(value)) violations.push(`'${name}' has to be a number`);
    else if (parameter.type === 'boolean' && !/^(?:true|false)$/i.test(value)) {
      violations.push(`'${name}' has to be true or false`);
    }
    sent.add(lower);
  }
  const isContinued = [...linkParameters].some((name) =>
    [...request.query.keys()].some((key) => key.toLowerCase() === name),
  );
  for (const { name, required } of operation.parameters) {
    if (required && !isContinued && !sent.has(name.toLowerCase()))
      violations.push(`query parameter '${name}' is missing`);
  }
  if (operation.requestBody === undefined) {
    if (request.body !== '') violations.push('a body is sent where none is documented');
  } else if (request.body !== '') {
    violations.push(...bodyViolations(contract, operation.requestBody, request.body).map((text) => `request ${text}`));
    violations.push(...memberViolations(contract, operation.requestBody, request.body));
  } else if (operation.isBodyRequired) {
    violations.push('the request body is missing');
  }
  return violations;
}

function responseViolations(contract: Contract, operation: GraphOperation, response: RecordedResponse): string[] {
  const { status } = response;
  const documented =
    operation.responses.get(String(status)) ??
    operation.responses.get(`${Math.floor(status / 100)}XX`) ??
    operation.responses.get('default');
  if (documented === undefined) return [`status ${status} is not documented`];
  const [mediaType = ''] = (response.headers['content-type'] ?? '').split(';');
  const { content } = documented;
  if (content.size === 0) return response.body === '' ? [] : ['the answer has a body where none is documented'];
  const schema = content.get(mediaType.trim().toLowerCase());
  if (schema === undefined) return [`content type '${mediaType}' is not documented`];
  if (mediaType.startsWith('text/')) return /^\d+$/.test(response.body) ? [] : ['the count is no number'];
  return bodyViolations(contract, schema, response.body).map((text) => `response ${text}`);
}

function bodyViolations(contract: Contract, schema: unknown, text: string): string[] {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return ['body is no JSON'];
  }
  const validate = contract.schema(schema);
  if (validate(body)) return [];
  return (validate.errors ?? []).map(({ instancePath, message }) => `body${instancePath} ${message ?? 'is invalid'}`);
}

/** Answers have members that the description leaves out; a request may not. */
function memberViolations(contract: Contract, schema: unknown, text: string): string[] {
  try {
    return contract.unknown(schema, JSON.parse(text)).map((path) => `request body${path} is not documented`);
  } catch (error) {
    if (error instanceof SyntaxError) return [];
    throw error;
  }
}

function loadContract(): Contract {
  const document = asRecord(JSON.parse(readFileSync(contractFile, 'utf8')));
  const ajv = new Ajv({ strict: false, allErrors: true, logger: false });
  formats.default(ajv);
  const schemas = asRecord(asRecord(document['components'])['schemas']);
  ajv.addSchema({ $id: 'graph', components: { schemas: jsonSchemaOf(schemas) } });
  const compiled = new Map<unknown, ValidateFunction>();
  return {
    operations: graphOperations(document),
    unknown: (definition, body) => unknownMembers(schemas, definition, body),
    schema(definition) {
      const known = compiled.get(definition);
      if (known !== undefined) return known;
      const validate = ajv.compile(asRecord(jsonSchemaOf(definition)));
      compiled.set(definition, validate);
      return validate;
    },
  };
}
