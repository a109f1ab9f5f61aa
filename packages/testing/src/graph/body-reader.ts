import type { RecordedRequest } from '../server/recorded-exchange.ts';
import { GraphRefusal } from './graph-error.ts';
import type { JsonObject } from './mailbox.ts';

/** Largest JSON body (Graph docs, "Best practices", request size). */
const maxBodyBytes = 4 * 1024 * 1024;

/**
 * Reads the JSON object in a request's body.
 *
 * @throws GraphRefusal 413 when it is too large, 415 when it is no JSON by its type, 400 when it is no object.
 */
export function readBody(request: RecordedRequest, maxBytes: number = maxBodyBytes): BodyReader {
  if (Buffer.byteLength(request.body) > maxBytes) {
    throw new GraphRefusal(413, 'RequestEntityTooLarge', 'The request entity is too large.');
  }
  const [mediaType = ''] = (request.headers['content-type'] ?? '').split(';');
  if (request.body !== '' && mediaType.trim().toLowerCase() !== 'application/json') {
    throw new GraphRefusal(415, 'UnsupportedMediaType', 'A body has to be sent as application/json.');
  }
  let value: unknown;
  try {
    value = request.body === '' ? {} : JSON.parse(request.body);
  } catch {
    throw new GraphRefusal(400, 'BadRequest', 'Unable to read JSON request payload.');
  }
  if (!isJsonObject(value)) throw unreadable('The request body has to be a JSON object.');
  return new BodyReader(value);
}

/** Members of a JSON object, each read as what it has to be. A missing member is undefined. */
export class BodyReader {
  readonly source: JsonObject;
  readonly #names: ReadonlyMap<string, string>;

  constructor(source: JsonObject) {
    this.source = source;
    this.#names = new Map(Object.keys(source).map((name) => [name.toLowerCase(), name]));
  }

  /** Whether a member is there, `null` included. */
  has(name: string): boolean {
    return this.#names.has(name.toLowerCase());
  }

  /** Text; null counts as empty. */
  text(name: string): string | undefined {
    const value = this.#value(name);
    if (value === undefined || typeof value === 'string') return value;
    if (value === null) return '';
    throw cannotConvert(name, 'Edm.String');
  }

  flag(name: string): boolean | undefined {
    const value = this.#value(name) ?? undefined;
    if (value === undefined || typeof value === 'boolean') return value;
    throw cannotConvert(name, 'Edm.Boolean');
  }

  /** A whole number of 32 bits. */
  number(name: string): number | undefined {
    const value = this.#value(name) ?? undefined;
    if (value === undefined) return undefined;
    if (typeof value === 'number' && Number.isInteger(value) && Math.abs(value) < 2 ** 31) return value;
    throw cannotConvert(name, 'Edm.Int32');
  }

  /** One of the members of an enumeration. */
  choice(name: string, choices: readonly string[], type: string): string | undefined {
    const value = this.#value(name) ?? undefined;
    if (value === undefined) return undefined;
    const found = choices.find((choice) => typeof value === 'string' && choice.toLowerCase() === value.toLowerCase());
    if (found === undefined) throw cannotConvert(name, `microsoft.graph.${type}`);
    return found;
  }

  /** An object; null counts as missing. */
  object(name: string): BodyReader | undefined {
    return this.nullableObject(name) ?? undefined;
  }

  /** An object; null stays null. */
  nullableObject(name: string): BodyReader | null | undefined {
    const value = this.#value(name);
    if (value === undefined || value === null) return value;
    if (isJsonObject(value)) return new BodyReader(value);
    throw cannotConvert(name, 'an object');
  }

  /** Objects; null counts as none. */
  objects(name: string): readonly BodyReader[] | undefined {
    return this.#list(name)?.map((value) => {
      if (isJsonObject(value)) return new BodyReader(value);
      throw cannotConvert(name, 'a collection of objects');
    });
  }

  /** Texts; null counts as none. */
  texts(name: string): readonly string[] | undefined {
    return this.#list(name)?.map((value) => {
      if (typeof value === 'string') return value;
      throw cannotConvert(name, 'Collection(Edm.String)');
    });
  }

  /**
   * Refuses members that a type does not have; annotations are let through.
   *
   * @param names - Lower case.
   * @throws GraphRefusal 400 `RequestBodyRead`.
   */
  allowOnly(names: ReadonlySet<string>, type: string): void {
    for (const name of Object.keys(this.source)) {
      if (name.includes('@') || names.has(name.toLowerCase())) continue;
      throw unreadable(
        `The property '${name}' does not exist on type 'microsoft.graph.${type}'. Make sure to only use property names that are defined by the type or mark the type as open type.`,
      );
    }
  }

  #value(name: string): unknown {
    return this.source[this.#names.get(name.toLowerCase()) ?? name];
  }

  #list(name: string): readonly unknown[] | undefined {
    const value = this.#value(name);
    if (value === undefined) return undefined;
    if (value === null) return [];
    if (!Array.isArray(value)) throw cannotConvert(name, 'a collection');
    return value;
  }
}

/** 400 for a body that does not fit the type it stands for. */
export function unreadable(message: string): GraphRefusal {
  return new GraphRefusal(400, 'RequestBodyRead', message);
}

/** 400 for a value that breaks a rule of its property. */
export function invalidProperty(message: string): GraphRefusal {
  return new GraphRefusal(400, 'ErrorPropertyValidationFailure', message);
}

/** 400 for a request that makes no sense as a whole. */
export function invalidRequest(message: string): GraphRefusal {
  return new GraphRefusal(400, 'ErrorInvalidRequest', message);
}

function cannotConvert(name: string, type: string): GraphRefusal {
  return unreadable(`Cannot convert the value of '${name}' to the expected type '${type}'.`);
}

function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
