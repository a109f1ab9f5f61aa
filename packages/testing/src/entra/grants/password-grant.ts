import { entraError, missingParameter } from '../entra-error.ts';
import { passwordRefusal } from '../user-checks.ts';
import { issueForUser, readScopes } from './grant-request.ts';
import type { GrantOutcome, GrantRequest } from './grant-request.ts';

/** `grant_type=password` (Entra docs, "OAuth 2.0 Resource Owner Password Credentials"). */
export function issueForPassword(grant: GrantRequest): GrantOutcome {
  const { context, form, authority } = grant;
  if (authority.kind === 'common' || authority.kind === 'consumers') return { error: entraError(9001023) };
  const [userName, password, scope] = ['username', 'password', 'scope'].map((name) => form.get(name) ?? '');
  if (userName === undefined || userName === '') return { error: missingParameter('username') };
  if (password === undefined || password === '') return { error: missingParameter('password') };
  if (scope === undefined || scope === '') return { error: missingParameter('scope') };

  const user = context.directory.userByName(userName);
  // Personal accounts and accounts of other tenants are nobody here.
  const isKnown =
    user !== undefined &&
    !context.directory.tenant(user.tenantId).isPersonal &&
    (authority.kind !== 'tenant' || authority.tenant.tenantId === user.tenantId);
  if (!isKnown) return { error: entraError(50034) };
  const error =
    user.state.isFederated || password !== password.trim() ? entraError(50126) : passwordRefusal(user, password);
  if (error !== undefined) return { user, error };
  const scopes = readScopes(context, scope);
  if ('error' in scopes) return { user, error: scopes };
  return issueForUser(grant, { user, signIn: { at: context.clock.now(), isMultiFactor: false }, scopes });
}
