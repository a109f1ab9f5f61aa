import type { ApiContext } from './api-context.ts';
import type { FieldTree } from './partial-response.ts';

/** One method of an API. */
export interface ApiMethod {
  /** As error bodies name it, for example `calendar.v3.Events.List`. */
  readonly id: string;
  /** Full names of the scopes of which any one is enough. */
  readonly scopes: readonly string[];
  /** What the emulator does, in absence of which it answers 501. An answer without a resource is a 204. */
  readonly emulation?: ApiEmulation | undefined;
}

/** How a method is answered. */
export interface ApiEmulation {
  /** Fields of the answer, to check a `fields` selector against. Absent: the method answers without a body. */
  readonly shape?: FieldTree;
  readonly handle: (context: ApiContext, parameters: readonly string[]) => object | undefined;
}

/** One of Google's APIs. */
export interface ApiService {
  /** Path prefix, with slashes at both ends. */
  readonly prefix: string;
  /** As it is enabled in a project, for example `people.googleapis.com`. */
  readonly name: ApiName;
  readonly title: string;
  /** `modern` envelopes have a canonical status and no list of errors. */
  readonly errorStyle: 'classic' | 'modern';
  /** Finds the method for a verb and a path below the prefix, still percent-encoded. */
  readonly find: (verb: string, path: string) => FoundMethod | undefined;
  /** Whether people without the Calendar service are refused. */
  readonly needsCalendar: boolean;
}

/** A method with the values of its path. */
export interface FoundMethod {
  readonly method: ApiMethod;
  readonly parameters: readonly string[];
}

/** An API that can be enabled in a project of the Google Cloud console. */
export type ApiName = 'calendar-json.googleapis.com' | 'people.googleapis.com' | 'admin.googleapis.com';

/** Path prefix that all scopes have. */
export const scopePrefix = 'https://www.googleapis.com/auth/';

/**
 * The values that `*` stands for in a pattern such as `people/*:deleteContact`, or undefined when the path is another one.
 * A value may be any text but an empty one.
 */
export function matchPath(pattern: string, path: string): readonly string[] | undefined {
  const parts = pattern.split('/');
  const segments = path.split('/');
  if (parts.length !== segments.length) return undefined;
  const parameters: string[] = [];
  for (const [index, part] of parts.entries()) {
    const segment = segments[index] ?? '';
    if (!part.startsWith('*')) {
      if (part !== segment) return undefined;
      continue;
    }
    const suffix = part.slice(1);
    const value = segment.slice(0, segment.length - suffix.length);
    if (!segment.endsWith(suffix) || value === '') return undefined;
    try {
      parameters.push(decodeURIComponent(value));
    } catch {
      return undefined;
    }
  }
  return parameters;
}
