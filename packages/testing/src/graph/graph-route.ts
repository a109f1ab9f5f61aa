import type { CalendarScope } from './graph-context.ts';
import { elsewhere, graphOperations } from './graph-operations.ts';
import type { GraphOperation } from './graph-operations.ts';

/** What a path below a user, together with a method, stands for. */
export type GraphRoute =
  | {
      readonly kind: 'operation';
      readonly operation: GraphOperation;
      readonly parameters: Readonly<Record<string, string>>;
      readonly calendar: CalendarScope;
    }
  /** There is something under this path, but not by this method. */
  | { readonly kind: 'wrongMethod' }
  /** The service knows the path, the emulator does not. */
  | { readonly kind: 'notImplemented' }
  | { readonly kind: 'unknown'; readonly segment: string };

/**
 * Splits a path into decoded segments; a key in parentheses becomes a segment of its own, so that `events('x')` and
 * `events/x` are the same, and so does the one parameter of `supportedTimeZones`.
 */
export function pathSegments(path: string): readonly string[] {
  return path
    .split('/')
    .filter((segment) => segment !== '')
    .flatMap((raw) => {
      const segment = decoded(raw);
      const [, standard] =
        /^(?:microsoft\.graph\.)?supportedTimeZones\(TimeZoneStandard=(?:microsoft\.graph\.timeZoneStandard)?'(\w+)'\)$/i.exec(
          segment,
        ) ?? [];
      if (standard !== undefined) return ['supportedTimeZones', standard];
      const [, name, key] = /^([A-Za-z]+)\('((?:[^']|'')*)'\)$/.exec(segment) ?? [];
      return name === undefined || key === undefined ? [segment] : [name, key.replaceAll("''", "'")];
    });
}

/** Finds what the segments behind `/me` or `/users/{id}` stand for. Names may have any case, ids may not. */
export function graphRoute(method: string, segments: readonly string[]): GraphRoute {
  const fitting = graphOperations.filter(({ path }) => path.length === segments.length && isBeginning(path, segments));
  // Fixed names win over ids: `events/delta` is no event.
  const fewest = Math.min(...fitting.map(({ path }) => variables(path)));
  const best = fitting.filter(({ path }) => variables(path) === fewest);
  const known = elsewhere.filter((path) => isBeginning(path, segments));
  if (best.length === 0 || known.some((path) => path.length === segments.length && variables(path) < fewest)) {
    return known.length > 0 ? { kind: 'notImplemented' } : { kind: 'unknown', segment: unknownSegment(segments) };
  }
  const operation = best.find((candidate) => candidate.method === method);
  if (operation === undefined) return { kind: 'wrongMethod' };
  const parameters = parametersOf(operation.path, segments);
  return { kind: 'operation', operation, parameters, calendar: calendarOf(operation.path, parameters) };
}

function calendarOf([first, second]: readonly string[], { calendar }: Readonly<Record<string, string>>): CalendarScope {
  if (first === 'calendars' && second === '{calendar}') return { kind: 'id', id: calendar ?? '' };
  return first === 'calendar' ? { kind: 'default' } : { kind: 'any' };
}

function parametersOf(path: readonly string[], segments: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    path.flatMap((name, index) => (isVariable(name) ? [[name.slice(1, -1), segments[index] ?? '']] : [])),
  );
}

/** The first segment that no path goes on with. */
function unknownSegment(segments: readonly string[]): string {
  const paths = [...graphOperations.map(({ path }) => path), ...elsewhere];
  const count = segments.findIndex(
    (_segment, index) =>
      !paths.some((path) => path.length > index && isBeginning(path.slice(0, index + 1), segments.slice(0, index + 1))),
  );
  return segments[count === -1 ? segments.length - 1 : count] ?? '';
}

function isBeginning(path: readonly string[], segments: readonly string[]): boolean {
  return path.every((name, index) => {
    const segment = segments[index];
    if (segment === undefined) return false;
    return isVariable(name) ? !segment.startsWith('$') : name.toLowerCase() === plain(segment);
  });
}

/** Functions and actions may be qualified and may have empty parentheses. */
function plain(segment: string): string {
  return segment
    .toLowerCase()
    .replace(/^microsoft\.graph\./, '')
    .replace(/\(\)$/, '');
}

function isVariable(name: string): boolean {
  return name.startsWith('{');
}

function variables(path: readonly string[]): number {
  return path.filter(isVariable).length;
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
