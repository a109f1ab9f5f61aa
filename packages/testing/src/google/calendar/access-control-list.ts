import type { ChangeStamps } from './calendar-store.ts';

/** What somebody may do with a calendar, from least to most (Calendar API v3, resource `Acl`). */
export const accessRoles: readonly GoogleAccessRole[] = [
  'freeBusyReader',
  'reader',
  'writerWithoutPrivateAccess',
  'writer',
  'owner',
];

/** What somebody may do with a calendar. @public */
export type GoogleAccessRole = 'freeBusyReader' | 'reader' | 'writerWithoutPrivateAccess' | 'writer' | 'owner';

/** For whom a rule is. */
export interface AclScope {
  readonly type: 'default' | 'user' | 'group' | 'domain';
  readonly value?: string;
}

/** One rule of a calendar's list. */
export interface AclRule {
  readonly id: string;
  readonly scope: AclScope;
  /** `none`: the rule was deleted. */
  readonly role: GoogleAccessRole | 'none';
  readonly etag: string;
  readonly position: number;
}

/** Who may do what with one calendar. */
export class AccessControlList {
  readonly rules: Map<string, AclRule> = new Map();
  position = 0;
  readonly #stamps: ChangeStamps;

  constructor(stamps: ChangeStamps) {
    this.#stamps = stamps;
  }

  /** Sets or, with `none`, deletes a rule. */
  set(scope: AclScope, role: GoogleAccessRole | 'none'): void {
    const id = ruleId(scope);
    const { etag, position } = this.#stamps.next();
    this.rules.set(id, { id, scope, role, etag, position });
    this.position = position;
  }

  /** The most that any rule gives; groups are not resolved. */
  roleOf(account: { readonly address: string; readonly domain: string }): GoogleAccessRole | undefined {
    const ids = [
      ruleId({ type: 'user', value: account.address }),
      ruleId({ type: 'domain', value: account.domain }),
      ruleId({ type: 'default' }),
    ];
    return ids.map((id) => this.#role(id)).reduce(higherRole, undefined);
  }

  /** What everybody may do, signed in or not. */
  get publicRole(): GoogleAccessRole | undefined {
    return this.#role(ruleId({ type: 'default' }));
  }

  #role(id: string): GoogleAccessRole | undefined {
    const role = this.rules.get(id)?.role;
    return role === 'none' ? undefined : role;
  }
}

/** Whether a role gives at least what another gives. */
export function reaches(role: GoogleAccessRole | undefined, wanted: GoogleAccessRole): boolean {
  return role !== undefined && accessRoles.indexOf(role) >= accessRoles.indexOf(wanted);
}

/** The one of two roles that gives more. */
export function higherRole(
  one: GoogleAccessRole | undefined,
  other: GoogleAccessRole | undefined,
): GoogleAccessRole | undefined {
  return other === undefined || (one !== undefined && reaches(one, other)) ? one : other;
}

/** Reads `user:ada@example.com`, `group:…`, `domain:…` and `default`; a bare address is a user. @throws RangeError for others. */
export function parseAclScope(text: string): AclScope {
  if (text === 'default') return { type: 'default' };
  const [, type, value] = /^(?:(user|group|domain):)?([^:\s]+)$/.exec(text) ?? [];
  if (value === undefined) throw new RangeError(`${text} names nobody that a calendar can be shared with`);
  return { type: type === 'group' || type === 'domain' ? type : 'user', value };
}

function ruleId({ type, value }: AclScope): string {
  return value === undefined ? type : `${type}:${value.toLowerCase()}`;
}
