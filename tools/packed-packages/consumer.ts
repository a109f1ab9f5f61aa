// A program that uses the main names of every package. It is compiled against the packed declarations, as a module and as
// CommonJS, and with everything else in this repository against the sources. It never runs.
import { CalendarError, Secret, createPkcePair, syncWindow, systemClock, systemRandom } from '@kalends/core';
import type { BasicProvider, CalendarConnection, EventInstance, OAuthCredential, OAuthProvider } from '@kalends/core';
import type { AccountStores } from '@kalends/core/accounts';
import { nodeFetch } from '@kalends/core/node';
import { calendarEventSchema } from '@kalends/core/schemas';
import { resolveTimeZone } from '@kalends/core/time';
import type { ResolvedTimeZone } from '@kalends/core/time';
import { generateKey, keyRing, openText, seal, SealError } from '@kalends/crypto';
import { entra, nestedAppTokenVerifier } from '@kalends/entra';
import type { Entra, NestedAppTokenVerifier } from '@kalends/entra';
import { ews } from '@kalends/ews';
import { google } from '@kalends/google';
import { graph } from '@kalends/graph';
import { migratePostgres, pgClient, pgliteClient, postgresStores } from '@kalends/postgres';
import type { PgliteDatabase, PgPool } from '@kalends/postgres';
import { displayPolicy, sanitizeEvent, strictPolicy } from '@kalends/sanitize';
import { demoCompany, startExchangeEmulator, startGoogleEmulator, startGraphEmulator } from '@kalends/testing';
import type { describeAccountStores, describeProvider } from '@kalends/testing/conformance';

/** Providers have one type. */
export const oauthProviders: readonly OAuthProvider[] = [
  graph({ clientId: 'client', clientSecret: new Secret('secret'), runtime: { fetch: nodeFetch() } }),
  google({ clientId: 'client', clientSecret: 'secret' }),
];
export const basicProvider: BasicProvider = ews({ url: 'https://mail.example.org/EWS/Exchange.asmx' });

/** Sign-in with Entra serves more than one provider, and back ends of add-ins. */
export const directory: Entra = entra({ clientId: 'client', resource: 'exchange' });
export const addin: NestedAppTokenVerifier = nestedAppTokenVerifier({ clientId: 'client', tenants: 'any' });

/** A connection is read the same way everywhere. */
export async function titles(connection: CalendarConnection): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const event of connection.events.list({ window: syncWindow(systemClock.now()) })) {
    const display = sanitizeEvent(event, { policy: displayPolicy });
    found.push(display.title ?? '');
    // @ts-expect-error the strict policy drops the title, and the type knows
    found.push(sanitizeEvent(event, { policy: strictPolicy }).title);
  }
  return found;
}

/** Errors are told apart by code. */
export function describeError(error: unknown): string {
  if (CalendarError.is(error)) return error.code === 'rateLimited' ? `wait ${error.retryAfterMs}` : error.code;
  return SealError.is(error) ? error.code : 'unknown';
}

/** Credentials are sealed before they are stored. */
export async function roundTrip(credential: OAuthCredential): Promise<string> {
  const ring = await keyRing({ keys: [{ id: 'k1', key: generateKey() }], activeKeyId: 'k1' });
  const { provider } = credential;
  const binding = { tenantId: 't', userId: 'u', provider, credentialId: 'c', purpose: 'refresh-token' };
  const sealed = await seal({ ring, binding, plaintext: credential.refreshToken.reveal() });
  return openText({ ring, binding, sealed });
}

/** What is read from storage is parsed. */
export const parseEvent = (value: unknown): EventInstance['title'] => calendarEventSchema.parse(value).title;

export const zone: ResolvedTimeZone = resolveTimeZone('W. Europe Standard Time');
export const pair: Promise<{ readonly codeVerifier: string }> = createPkcePair(systemRandom);

/** Programs are tested against emulators. */
export async function emulatorOrigins(): Promise<readonly string[]> {
  const company = demoCompany('2026-03-04');
  await using graphEmulator = await startGraphEmulator({ company });
  await using googleEmulator = await startGoogleEmulator({ company });
  await using exchangeEmulator = await startExchangeEmulator({ company });
  return [graphEmulator.origin, googleEmulator.origin, exchangeEmulator.origin];
}

export type ConformanceSuite = typeof describeProvider;
export type StoreSuite = typeof describeAccountStores;

/** Stores work on either database. */
export async function openStores(pool: PgPool, database: PgliteDatabase): Promise<readonly AccountStores[]> {
  const clients = [pgClient(pool), pgliteClient(database)];
  for (const client of clients) await migratePostgres({ client });
  return clients.map((client) => postgresStores({ client }));
}
