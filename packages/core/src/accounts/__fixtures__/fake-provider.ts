import { CalendarError } from '../../errors/calendar-error.ts';
import { pagedList } from '../../paging/pages.ts';
import type { AccessPolicy } from '../../policy/access-policy.ts';
import { calendarAccessLevels, contactAccessLevels } from '../../policy/access-policy.ts';
import type { PermissionControl } from '../../provider/capabilities.ts';
import type { CalendarConnection } from '../../provider/connection.ts';
import { noEventWrites, unsupportedGroups } from '../../provider/unsupported-groups.ts';
import type { BasicProvider, ConnectOptions, OAuthProvider } from '../../provider/provider.ts';
import type { AuthorizationSource } from '../../tokens/authorization-source.ts';
import type { TokenIssuer } from '../../tokens/token-issuer.ts';

/** A provider over the token service; its connections list no calendars, after they have asked for authorization. */
export function fakeProvider(
  service: TokenIssuer,
  permissionControl: PermissionControl = { calendars: true, contacts: true },
): OAuthProvider {
  return {
    id: 'fake',
    hosts: [],
    permissionControl,
    tokens: service,
    connect: (options) => fakeConnection('fake', options),
    signIn: {
      scopesFor: scopesOf,
      grantedAccess(scopes) {
        const levelOf = <T extends string>(group: string, levels: readonly T[]): T | undefined =>
          levels.findLast((level) => scopes.includes(`${group}.${level}`));
        const calendars = levelOf('calendars', calendarAccessLevels);
        return calendars === undefined
          ? undefined
          : { calendars, contacts: levelOf('contacts', contactAccessLevels) ?? 'none' };
      },
      createAuthorizationUrl: () => Promise.resolve('https://login.example.com/'),
      exchangeCode: () => Promise.reject(new Error('not used')),
      callbackError: () => new Error('not used'),
    },
  };
}

/** A provider of accounts with user name and password. */
export function fakeExchange(): BasicProvider {
  return {
    id: 'exchange',
    hosts: [],
    permissionControl: { calendars: false, contacts: false },
    connect: (options) => fakeConnection('exchange', options),
    signIn: { verify: () => Promise.reject(new Error('not used')) },
  };
}

function scopesOf({ calendars, contacts }: AccessPolicy): readonly string[] {
  return [`calendars.${calendars}`, ...(contacts === 'none' ? [] : [`contacts.${contacts}`])];
}

function fakeConnection(provider: string, options: ConnectOptions): CalendarConnection {
  if (!('authorization' in options)) throw new Error('only connections with an authorization are made here');
  const { authorization, account } = options;
  let isClosed = false;
  const close = (): Promise<void> => {
    isClosed = true;
    return Promise.resolve();
  };
  const ask = async (source: AuthorizationSource): Promise<void> => {
    if (isClosed) throw new CalendarError({ code: 'disposed', message: 'closed' });
    await source.get({ permission: { group: 'calendars', access: 'read' } });
  };
  const { writes, ...others } = unsupportedGroups(provider);
  return {
    provider,
    account,
    capabilities: {
      permissionControl: { calendars: true, contacts: true },
      calendars: { list: true },
      events: { list: false, get: false, recurrenceIdOnExceptions: 'always', absentFields: [], writes: noEventWrites },
      freeBusy: { query: false },
      rooms: { list: false, buildings: false },
      contacts: { sources: [], write: false, changes: false, versionGuard: false },
    },
    calendars: {
      list: () =>
        pagedList({
          provider,
          fetchPage: async () => {
            await ask(authorization);
            return { items: [] };
          },
        }),
    },
    events: {
      list: () => pagedList({ provider, fetchPage: () => Promise.reject(new Error('not used')) }),
      get: () => Promise.reject(new Error('not used')),
      getMany: () => Promise.reject(new Error('not used')),
      ...writes,
    },
    ...others,
    diagnose: () => Promise.resolve({ provider, checkedAt: '2026-11-16T08:00:00Z', checks: [], findings: [] }),
    close,
    [Symbol.asyncDispose]: close,
  };
}
