import type { AccessPolicy, Finding } from '@kalends/core';
import { tokenPermissions } from '@kalends/entra';
import type { Entra, TokenPermissions } from '@kalends/entra';
import type { GraphContext } from '../graph-context.ts';
import type { CheckPermissionsOptions } from '../graph-provider.ts';

/** Fetches a token and compares what it says with the policy of the settings. */
export async function checkPermissions(
  context: GraphContext,
  directory: Entra,
  { credential, signal }: CheckPermissionsOptions,
): Promise<readonly Finding[]> {
  const issued = await directory.tokens.issue({ credential, ...(signal === undefined ? {} : { signal }) });
  const isApplication = credential.kind === 'application';
  const held = tokenPermissions(issued.accessToken) ?? {
    scopes: issued.scopes ?? ('scopes' in credential ? credential.scopes : []),
    roles: [],
    isApplication,
  };
  return permissionFindings(directory, context.policy, held);
}

/** One finding for each permission of the policy that is not there. */
export function permissionFindings(
  { signIn }: Pick<Entra, 'signIn'>,
  policy: AccessPolicy,
  held: TokenPermissions,
): readonly Finding[] {
  const granted = held.isApplication ? held.roles : held.scopes;
  const access = signIn.grantedAccess(granted);
  const wanted = signIn.scopesFor(policy).filter((scope) => /^(calendars|contacts)\.\w+$/i.test(scope));
  return wanted
    .filter((permission) => !isCovered(signIn, permission, access))
    .map((permission) => (held.isApplication ? missingRole(permission) : missingScope(permission)));
}

function isCovered(signIn: Entra['signIn'], permission: string, access: AccessPolicy | undefined): boolean {
  if (access === undefined) return false;
  // What the held access would be asked for with has this permission or a wider one of the same kind.
  const group = /^calendars\./i.test(permission) ? 'calendars' : 'contacts';
  const both = signIn.grantedAccess([...signIn.scopesFor(access), permission]);
  return both?.[group] === access[group];
}

function missingRole(role: string): Finding {
  return {
    code: 'roleMissing',
    severity: 'error',
    message: `The application has no permission ${role} of its own`,
    evidence: { missing: [role] },
    cure: {
      text: 'Add the application permission to the app registration and have an administrator consent; or assign the matching role in Exchange (RBAC for Applications), which no token shows. A token that was issued before stays without it for up to an hour.',
    },
  };
}

function missingScope(scope: string): Finding {
  return {
    code: 'scopeMissing',
    severity: 'error',
    message: `The account was connected without ${scope}`,
    evidence: { missing: [scope] },
    cure: { text: 'Sign in again under the present policy and allow everything the page asks for.' },
  };
}
