import { CalendarError, requirePermission } from '@kalends/core';
import type { AccessPolicy, Authorization, AuthorizationSource, Secret } from '@kalends/core';

/** Settings of {@link basicAuthorizationSource}. */
export interface BasicAuthorizationSourceOptions {
  readonly username: Secret;
  readonly password: Secret;
  /** Local guard. */
  readonly policy?: AccessPolicy | undefined;
  /** What a refusal means: at sign-in it was mistyped, later it was changed. */
  readonly whenRefused: 'authenticationFailed' | 'reauthorizationRequired';
}

/** Authorizes requests with a user name and password, which nothing but their owner can replace. */
export function basicAuthorizationSource(options: BasicAuthorizationSourceOptions): AuthorizationSource {
  const authorization: Authorization = { kind: 'basic', username: options.username, password: options.password };
  return {
    get: ({ permission } = {}) => {
      return new Promise((resolve) => {
        if (options.policy !== undefined && permission !== undefined) requirePermission(options.policy, permission);
        resolve(authorization);
      });
    },
    replace: () => Promise.reject(refusals[options.whenRefused]()),
  };
}

const refusals = {
  authenticationFailed: (): CalendarError =>
    new CalendarError({
      code: 'authenticationFailed',
      reason: 'credentialRejected',
      message: 'Exchange refused the user name or password',
      provider: 'ews',
      cure: {
        text: 'Check the user name (DOMAIN\\user or user principal name) and password, and that this kind of authentication is enabled on the EWS virtual directory.',
      },
    }),
  reauthorizationRequired: (): CalendarError =>
    new CalendarError({
      code: 'reauthorizationRequired',
      reason: 'credentialRejected',
      message: 'Exchange no longer accepts the stored user name and password',
      provider: 'ews',
      cure: { text: 'The password was changed, or the account locked: connect again with the present password.' },
    }),
} as const;
