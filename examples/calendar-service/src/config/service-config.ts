import { readFileSync } from 'node:fs';
import type { ContactAccess, SsoPromptPolicy } from '@kalends/core';
import { environmentSchema } from './environment-schema.ts';
import type { Environment } from './environment-schema.ts';

/** Application registration at Microsoft Entra. */
export interface GraphRegistration {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly tenantId: string;
}

/** OAuth client at Google. */
export interface GoogleRegistration {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** An Exchange server inside the company. */
export interface ExchangeServer {
  readonly url: string;
  readonly certificateAuthorities?: readonly string[];
}

/** What the environment asks for. */
export interface ServiceConfig {
  readonly port: number;
  readonly host: string;
  /** Where browsers reach the service, an origin; redirect URIs are built from it. */
  readonly publicUrl?: string;
  /** IANA zone of viewers who do not say theirs. */
  readonly timeZone: string;
  /** Key ring in the text format of `@kalends/crypto`. Only the demo does without: its key lives as long as the process. */
  readonly keys?: string;
  /** Connection string of a Postgres server. */
  readonly databaseUrl?: string;
  /** Folder for the database when there is no server. */
  readonly dataDirectory: string;
  /** What callers of `/api/admin` and `/sso/signed-in` prove themselves with; absent: there are no such addresses. */
  readonly adminToken?: string;
  /** The same of `/api/broker`. */
  readonly brokerToken?: string;
  /** When single sign-on leads people on to connect their calendar; absent: never. */
  readonly ssoPrompt?: SsoPromptPolicy;
  /** Whether the Microsoft 365 organization lets people consent for themselves. */
  readonly usersMayConsent: boolean;
  /** The most that is done with anybody's contacts, and what whoever connects is asked for. */
  readonly contacts: ContactAccess;
  readonly isVerbose: boolean;
  readonly graph?: GraphRegistration;
  readonly google?: GoogleRegistration;
  readonly exchange?: ExchangeServer;
}

/**
 * Reads the configuration from environment variables; `.env.example` documents each.
 *
 * @throws Error naming the variables that are wrong or missing. Values are not repeated.
 */
export function readServiceConfig(environment: Readonly<Record<string, string | undefined>>): ServiceConfig {
  // An empty variable means "not set": that is how compose files and shells write it.
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value?.trim() !== ''));
  const parsed = environmentSchema.safeParse(given);
  if (!parsed.success) {
    const names = [...new Set(parsed.error.issues.map((issue) => issue.path.join('.')))];
    throw new Error(`These environment variables are not usable: ${names.join(', ')}. See .env.example.`);
  }
  const env = parsed.data;
  const graph = graphRegistration(env);
  const google = googleRegistration(env);
  const exchange = exchangeServer(env);
  return {
    port: env.PORT,
    host: env.HOST,
    timeZone: env.KALENDS_TIME_ZONE,
    isVerbose: env.LOG_LEVEL === 'debug',
    dataDirectory: env.KALENDS_DATA_DIR ?? defaultDataDirectory,
    usersMayConsent: env.KALENDS_USERS_MAY_CONSENT === 'true',
    contacts: env.KALENDS_CONTACTS,
    ...(env.DATABASE_URL === undefined ? {} : { databaseUrl: env.DATABASE_URL }),
    ...(env.KALENDS_ADMIN_TOKEN === undefined ? {} : { adminToken: env.KALENDS_ADMIN_TOKEN }),
    ...(env.KALENDS_BROKER_TOKEN === undefined ? {} : { brokerToken: env.KALENDS_BROKER_TOKEN }),
    ...ssoPrompt(env, { isDemo: (graph ?? google ?? exchange) === undefined }),
    ...(env.KALENDS_PUBLIC_URL === undefined ? {} : { publicUrl: env.KALENDS_PUBLIC_URL }),
    ...(env.KALENDS_KEYS === undefined ? {} : { keys: env.KALENDS_KEYS }),
    ...(graph === undefined ? {} : { graph }),
    ...(google === undefined ? {} : { google }),
    ...(exchange === undefined ? {} : { exchange }),
  };
}

/** Folder in the working directory. */
const defaultDataDirectory = '.kalends';

function ssoPrompt(env: Environment, { isDemo }: { readonly isDemo: boolean }): Pick<ServiceConfig, 'ssoPrompt'> {
  if (env.KALENDS_SSO_PROMPT === 'off') return {};
  // The hook that asks is for the front end that signed somebody in, and for nobody else.
  needed('KALENDS_ADMIN_TOKEN', env.KALENDS_ADMIN_TOKEN);
  // It leads to Microsoft 365, which the demo brings along.
  if (!isDemo) needed('KALENDS_GRAPH_CLIENT_ID', env.KALENDS_GRAPH_CLIENT_ID);
  return { ssoPrompt: env.KALENDS_SSO_PROMPT };
}

function graphRegistration(env: Environment): GraphRegistration | undefined {
  const { KALENDS_GRAPH_CLIENT_ID, KALENDS_GRAPH_CLIENT_SECRET, KALENDS_GRAPH_TENANT_ID } = env;
  if ((KALENDS_GRAPH_CLIENT_ID ?? KALENDS_GRAPH_CLIENT_SECRET ?? KALENDS_GRAPH_TENANT_ID) === undefined) {
    return undefined;
  }
  return {
    clientId: needed('KALENDS_GRAPH_CLIENT_ID', KALENDS_GRAPH_CLIENT_ID),
    clientSecret: needed('KALENDS_GRAPH_CLIENT_SECRET', KALENDS_GRAPH_CLIENT_SECRET),
    tenantId: KALENDS_GRAPH_TENANT_ID ?? 'common',
  };
}

function googleRegistration(env: Environment): GoogleRegistration | undefined {
  const { KALENDS_GOOGLE_CLIENT_ID, KALENDS_GOOGLE_CLIENT_SECRET } = env;
  if ((KALENDS_GOOGLE_CLIENT_ID ?? KALENDS_GOOGLE_CLIENT_SECRET) === undefined) return undefined;
  return {
    clientId: needed('KALENDS_GOOGLE_CLIENT_ID', KALENDS_GOOGLE_CLIENT_ID),
    clientSecret: needed('KALENDS_GOOGLE_CLIENT_SECRET', KALENDS_GOOGLE_CLIENT_SECRET),
  };
}

function exchangeServer(env: Environment): ExchangeServer | undefined {
  const { KALENDS_EWS_URL, KALENDS_EWS_CA_FILE } = env;
  if ((KALENDS_EWS_URL ?? KALENDS_EWS_CA_FILE) === undefined) return undefined;
  const url = needed('KALENDS_EWS_URL', KALENDS_EWS_URL);
  return KALENDS_EWS_CA_FILE === undefined
    ? { url }
    : { url, certificateAuthorities: [fileOf('KALENDS_EWS_CA_FILE', KALENDS_EWS_CA_FILE)] };
}

/** Half a registration is a slip, and must not pass for none: then the demo would start. */
function needed(name: string, value: string | undefined): string {
  if (value === undefined) throw new Error(`The environment variable ${name} is missing. See .env.example.`);
  return value;
}

function fileOf(name: string, path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw new Error(`The environment variable ${name} names a file that cannot be read.`);
  }
}
