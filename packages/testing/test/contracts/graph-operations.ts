import { asRecord } from './graph-json-schema.ts';

/** One documented operation of Microsoft Graph. */
export interface GraphOperation {
  readonly method: string;
  /** Matches normalized paths, names in any case. */
  readonly pattern: RegExp;
  /** Fixed segments weigh more than variable ones: `/events/$count` is no event. */
  readonly variables: number;
  readonly parameters: readonly { readonly name: string; readonly required: boolean; readonly type: string }[];
  /** Schema of a JSON body. */
  readonly requestBody?: unknown;
  readonly isBodyRequired: boolean;
  /** By status or status class. */
  readonly responses: ReadonlyMap<string, { readonly content: ReadonlyMap<string, unknown> }>;
}

const methods = ['get', 'post', 'patch', 'put', 'delete'];

/** All operations of the document, the most specific paths first. */
export function graphOperations(document: Readonly<Record<string, unknown>>): readonly GraphOperation[] {
  const resolve = (value: unknown): Readonly<Record<string, unknown>> => {
    const record = asRecord(value);
    const reference = record['$ref'];
    if (typeof reference !== 'string') return record;
    return reference
      .split('/')
      .slice(1)
      .reduce((at, name) => asRecord(at[name]), document);
  };
  const operations = Object.entries(asRecord(document['paths'])).flatMap(([template, item]) => {
    const entry = asRecord(item);
    return methods
      .filter((method) => method in entry)
      .map((method): GraphOperation => {
        const operation = asRecord(entry[method]);
        const parameters = Array.isArray(operation['parameters']) ? operation['parameters'].map(resolve) : [];
        const body = asRecord(operation['requestBody'] ?? {});
        const requestBody = asRecord(asRecord(body['content'] ?? {})['application/json'] ?? {})['schema'];
        return {
          method,
          pattern: patternOf(template),
          variables: template.split('{').length,
          parameters: parameters
            .filter((parameter) => parameter['in'] === 'query')
            .map((parameter) => ({
              name: String(parameter['name']),
              required: parameter['required'] === true,
              type: String(asRecord(parameter['schema'] ?? {})['type']),
            })),
          ...(requestBody === undefined ? {} : { requestBody }),
          isBodyRequired: body['required'] === true,
          responses: new Map(
            Object.entries(asRecord(operation['responses'])).map(([status, response]) => [
              status,
              { content: contentOf(resolve(response)) },
            ]),
          ),
        };
      });
  });
  return operations.sort((a, b) => a.variables - b.variables);
}

/** Brings the ways a path may be written to the one the contract uses. */
export function normalizedGraphPath(path: string): string {
  return path
    .replace(/\/$/, '')
    .split('/')
    .map((raw) => {
      const segment = decodeURIComponent(raw);
      const [, name, key] = /^([A-Za-z]+)\('((?:[^']|'')*)'\)$/.exec(segment) ?? [];
      if (name !== undefined && key !== undefined) return `${name}/${encodeURIComponent(key)}`;
      const plain = segment
        .replace(/^microsoft\.graph\.(delta|supportedTimeZones)/i, '$1')
        .replace(/^microsoft\.graph\./i, 'graph.')
        .replace(/microsoft\.graph\.timeZoneStandard(?=')/i, '')
        .replace(/\(\)$/, '');
      return /[(']/.test(plain) ? plain : encodeURIComponent(plain).replaceAll('%24', '$');
    })
    .join('/');
}

function patternOf(template: string): RegExp {
  const literal = template
    .replaceAll('()', '')
    .split(/\{[^}]+\}/)
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${literal.join("[^/']+")}$`, 'i');
}

function contentOf(response: Readonly<Record<string, unknown>>): ReadonlyMap<string, unknown> {
  return new Map(
    Object.entries(asRecord(response['content'] ?? {})).map(([type, media]) => [type, asRecord(media)['schema']]),
  );
}
