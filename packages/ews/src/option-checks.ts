/** Checks of options and settings, by hand instead of by schema: importing this package must not load zod. */

export function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

export function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((text) => typeof text === 'string');
}

/** PEM, at least one. */
export function isAuthorities(value: unknown): boolean {
  return isTexts(value) && value.length > 0 && value.every((pem) => pem.includes('-----BEGIN'));
}

export function isPositive(value: unknown): boolean {
  return typeof value === 'number' && Number.isFinite(value) && value > 0;
}

/**
 * Names the first property that is unknown or that its check refuses; `undefined` is left out everywhere.
 *
 * @returns what is wrong, to be put behind the name of the function, or `undefined`.
 */
export function problemOf<K extends string>(
  options: object,
  checks: Readonly<Record<K, (value: unknown) => boolean>>,
  what: 'option' | 'setting',
): string | undefined {
  for (const [name, value] of Object.entries(options) as [string, unknown][]) {
    const check = Object.hasOwn(checks, name) ? checks[name as K] : undefined; // hasOwn says so
    if (check === undefined) return `there is ${what === 'option' ? 'an option' : 'a setting'} of an unknown name`;
    if (value !== undefined && !check(value)) return `${name} is not valid`;
  }
  return undefined;
}
