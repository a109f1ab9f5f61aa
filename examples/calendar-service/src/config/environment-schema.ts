import { contactAccessLevels, isLoopbackHost } from '@kalends/core';
import type { ContactAccess } from '@kalends/core';
import { isIanaTimeZone } from '@kalends/core/time';
import { z } from 'zod';

const setting = z.string().trim().min(1).optional();
/** Whoever guesses one of these reads everybody's calendar. */
const token = z.string().trim().min(32).max(1_024).optional();

/** The environment variables of the service. */
export const environmentSchema: z.ZodType<Environment> = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(4400),
  HOST: z
    .string()
    .trim()
    .min(1)
    // The brackets belong to URLs.
    .transform((host) => host.replace(/^\[(.*)\]$/, '$1'))
    .default('127.0.0.1'),
  LOG_LEVEL: z.enum(['info', 'debug']).default('info'),
  KALENDS_PUBLIC_URL: z
    .string()
    .trim()
    .transform((text) => URL.parse(text))
    .refine((url) => url !== null && isPublicOrigin(url))
    .transform((url) => url?.origin)
    .optional(),
  KALENDS_TIME_ZONE: z.string().trim().refine(isIanaTimeZone).default('Europe/Berlin'),
  KALENDS_KEYS: setting,
  KALENDS_DATA_DIR: setting,
  DATABASE_URL: z
    .string()
    .trim()
    .refine((text) => /^postgres(?:ql)?:$/.test(URL.parse(text)?.protocol ?? ''))
    .optional(),
  KALENDS_ADMIN_TOKEN: token,
  KALENDS_BROKER_TOKEN: token,
  KALENDS_SSO_PROMPT: z.enum(['firstSignIn', 'untilConnected', 'off']).default('off'),
  KALENDS_USERS_MAY_CONSENT: z.enum(['true', 'false']).default('true'),
  KALENDS_CONTACTS: z.enum(contactAccessLevels).default('none'),
  KALENDS_GRAPH_CLIENT_ID: setting,
  KALENDS_GRAPH_CLIENT_SECRET: setting,
  KALENDS_GRAPH_TENANT_ID: setting,
  KALENDS_GOOGLE_CLIENT_ID: setting,
  KALENDS_GOOGLE_CLIENT_SECRET: setting,
  KALENDS_EWS_URL: setting,
  KALENDS_EWS_CA_FILE: setting,
});

/** What {@link environmentSchema} gives. */
export interface Environment {
  readonly PORT: number;
  readonly HOST: string;
  readonly LOG_LEVEL: 'info' | 'debug';
  readonly KALENDS_PUBLIC_URL?: string | undefined;
  readonly KALENDS_TIME_ZONE: string;
  readonly KALENDS_KEYS?: string | undefined;
  readonly KALENDS_DATA_DIR?: string | undefined;
  readonly DATABASE_URL?: string | undefined;
  readonly KALENDS_ADMIN_TOKEN?: string | undefined;
  readonly KALENDS_BROKER_TOKEN?: string | undefined;
  readonly KALENDS_SSO_PROMPT: 'firstSignIn' | 'untilConnected' | 'off';
  readonly KALENDS_USERS_MAY_CONSENT: 'true' | 'false';
  readonly KALENDS_CONTACTS: ContactAccess;
  readonly KALENDS_GRAPH_CLIENT_ID?: string | undefined;
  readonly KALENDS_GRAPH_CLIENT_SECRET?: string | undefined;
  readonly KALENDS_GRAPH_TENANT_ID?: string | undefined;
  readonly KALENDS_GOOGLE_CLIENT_ID?: string | undefined;
  readonly KALENDS_GOOGLE_CLIENT_SECRET?: string | undefined;
  readonly KALENDS_EWS_URL?: string | undefined;
  readonly KALENDS_EWS_CA_FILE?: string | undefined;
}

/** Passwords are typed into these pages: `https:` only, but for this machine itself. Pages stand at the root. */
function isPublicOrigin(url: URL): boolean {
  const isSafe = url.protocol === 'https:' || (url.protocol === 'http:' && isLoopbackHost(url.hostname));
  return isSafe && url.href === `${url.origin}/`;
}
