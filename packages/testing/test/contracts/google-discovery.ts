import { Ajv } from 'ajv';
import type { ValidateFunction } from 'ajv';

/** A schema, parameter or property of a discovery document. */
export interface DiscoverySchema {
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

export interface DiscoveryMethod {
  readonly id: string;
  readonly httpMethod: string;
  readonly path: string;
  /** Without the `{+…}` of `path`, where there is one. */
  readonly flatPath?: string;
  readonly parameters?: Readonly<Record<string, DiscoverySchema>>;
  readonly request?: { readonly $ref: string };
  readonly response?: { readonly $ref: string };
}

export interface DiscoveryResource {
  readonly methods?: Readonly<Record<string, DiscoveryMethod>>;
  readonly resources?: Readonly<Record<string, DiscoveryResource>>;
}

export interface Discovery extends DiscoveryResource {
  readonly servicePath: string;
  readonly parameters: Readonly<Record<string, DiscoverySchema>>;
  readonly schemas: Readonly<Record<string, DiscoverySchema>>;
}

export interface Contract {
  readonly prefix: string;
  readonly methods: readonly { readonly method: DiscoveryMethod; readonly pattern: RegExp }[];
  readonly globals: Readonly<Record<string, DiscoverySchema>>;
  readonly schemas: Readonly<Record<string, DiscoverySchema>>;
  /** Validators by schema name; `lenient` ones take null where a patch deletes. */
  readonly validator: (name: string, kind: 'strict' | 'lenient') => ValidateFunction;
  readonly errorEnvelope: ValidateFunction;
}

/** A time with an offset (RFC 3339). */
export const rfc3339: RegExp = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/i;

/** Compiles a discovery document. `modern` APIs answer errors with a canonical status and without a list. */
export function compileContract(discovery: Discovery, errorStyle: 'classic' | 'modern'): Contract {
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
    methods: methodsOf(discovery).map((method) => ({
      method,
      pattern: pathPattern(prefix + (method.flatPath ?? method.path)),
    })),
    globals: discovery.parameters,
    schemas: discovery.schemas,
    validator(name, kind) {
      const reference = `${kind}#/$defs/${name}`;
      const validate = validators.get(reference) ?? ajv.compile({ $ref: reference });
      validators.set(reference, validate);
      return validate;
    },
    errorEnvelope: ajv.compile(errorStyle === 'modern' ? modernEnvelopeSchema : errorEnvelopeSchema),
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
              extendedHelp: text,
            },
          },
        },
        details: { type: 'array', items: { type: 'object', required: ['@type'], properties: { '@type': text } } },
      },
    },
  },
};
const modernEnvelopeSchema = {
  type: 'object',
  required: ['error'],
  additionalProperties: false,
  properties: {
    error: {
      type: 'object',
      required: ['code', 'message', 'status'],
      additionalProperties: false,
      properties: {
        code: { type: 'integer' },
        message: text,
        status: { type: 'string', pattern: '^[A-Z_]+$' },
        details: { type: 'array', items: { type: 'object', required: ['@type'], properties: { '@type': text } } },
      },
    },
  },
};
