/**
 * The version of the IANA time zone data that this runtime counts with, such as `2026a`: Node's own, which follows Node's
 * releases, or the operating system's where Node was built so.
 *
 * @returns `undefined` where the runtime does not tell: browsers, and other engines than Node.
 * @public
 */
export function timeZoneDataVersion(): string | undefined {
  const runtime: object = globalThis;
  const versions = memberOf(memberOf(runtime, 'process'), 'versions');
  const version = memberOf(versions, 'tz');
  return typeof version === 'string' && version !== '' ? version : undefined;
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
