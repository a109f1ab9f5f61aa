import { ApiError, badRequest, invalid } from './api-error.ts';

/** Reads one value of a request body. @throws ApiError 400 when it is of another type. */
export type Reader<Value> = (value: unknown) => Value;

/** The fields of an object as they were sent: absent, `null`, or a value. */
export type Fields<Readers extends Readonly<Record<string, Reader<unknown>>>> = {
  readonly [Name in keyof Readers]?: ReturnType<Readers[Name]> | null;
};

/** An object of a body, whatever it holds. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** The object that a body is. @throws ApiError 400 `parseError` for anything else. */
export function parseObject(body: string): JsonObject {
  try {
    const parsed: unknown = JSON.parse(body);
    if (isObject(parsed)) return parsed;
  } catch {
    // Answered below, like a body that is no object.
  }
  throw new ApiError(400, 'Parse Error', { domain: 'global', reason: 'parseError' });
}

/** Reads text. */
export const text: Reader<string> = (value) => {
  if (typeof value !== 'string') throw badRequest('Bad Request');
  return value;
};

/** Reads true or false. */
export const flag: Reader<boolean> = (value) => {
  if (typeof value !== 'boolean') throw badRequest('Bad Request');
  return value;
};

/** Reads a whole number of 32 bits. */
export const whole: Reader<number> = (value) => {
  if (typeof value !== 'number' || !Number.isInteger(value) || Math.abs(value) > 2_147_483_647) {
    throw badRequest('Bad Request');
  }
  return value;
};

/** Reads any object. */
export const anyObject: Reader<JsonObject> = (value) => {
  if (!isObject(value)) throw badRequest('Bad Request');
  return value;
};

/** Reads one of a fixed set of words. */
export function oneOf<Word extends string>(...words: readonly Word[]): Reader<Word> {
  return (value) => {
    const word = words.find((other) => other === value);
    if (word === undefined) throw invalid('Invalid value');
    return word;
  };
}

/** Reads a list. */
export function listOf<Item>(item: Reader<Item>): Reader<readonly Item[]> {
  return (value) => {
    if (!Array.isArray(value)) throw badRequest('Bad Request');
    return value.map((each: unknown) => item(each));
  };
}

/** Reads an object with free names. A name may be set to `null`. */
export function mapOf<Item>(item: Reader<Item>): Reader<Readonly<Record<string, Item | null>>> {
  return (value) =>
    Object.fromEntries(
      Object.entries(anyObject(value)).map(([name, each]) => [name, each === null ? null : item(each)]),
    );
}

/** Reads the known fields of an object; unknown ones are ignored, as the service does. */
export function fields<Readers extends Readonly<Record<string, Reader<unknown>>>>(
  readers: Readers,
): Reader<Fields<Readers>> {
  return (value) => {
    const object = anyObject(value);
    const read = Object.entries(readers).flatMap(([name, reader]) => {
      const sent = Object.hasOwn(object, name) ? object[name] : undefined;
      return sent === undefined ? [] : [[name, sent === null ? null : reader(sent)] as const];
    });
    // Each field was read by the reader of its own name.
    return Object.fromEntries(read) as Fields<Readers>;
  };
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
