/** What Conditional Access asks of a user. @public */
export type ConditionalAccess =
  | 'allow'
  /** A second factor: AADSTS50076 wherever nobody can be asked. */
  | 'requireMfa'
  /** A second factor that has yet to be set up: AADSTS50079. */
  | 'requireMfaRegistration'
  /** No access at all: AADSTS53003. */
  | 'block';

/** What an administrator, or life, can do to a user. Members left out stay as they are. @public */
export interface EntraUserChange {
  /** Disabled users get AADSTS50057. */
  readonly isEnabled?: boolean;
  /** Deleted users get AADSTS50034. */
  readonly isDeleted?: boolean;
  /** Locked out after too many wrong passwords, AADSTS50053. Ends sign-ins, not refresh tokens. */
  readonly isLocked?: boolean;
  /** AADSTS50055. Ends sign-ins with the password, not refresh tokens. */
  readonly isPasswordExpired?: boolean;
  /** Signs in elsewhere, without password hash synchronization: no password grant. */
  readonly isFederated?: boolean;
  /** Default `allow`. */
  readonly conditionalAccess?: ConditionalAccess;
}

/** Somebody who can sign in. */
export interface EntraUser {
  /** Company key. */
  readonly personId: string;
  readonly tenantId: string;
  /** GUID. */
  readonly objectId: string;
  readonly userPrincipalName: string;
  readonly displayName: string;
  readonly isAdministrator: boolean;
  password: string;
  state: Required<EntraUserChange>;
}

/** Nothing is wrong with the user. */
export const soundUserState: Required<EntraUserChange> = {
  isEnabled: true,
  isDeleted: false,
  isLocked: false,
  isPasswordExpired: false,
  isFederated: false,
  conditionalAccess: 'allow',
};

/** How somebody proved who they are. */
export interface SignIn {
  /** Milliseconds since the Unix epoch. */
  readonly at: number;
  readonly isMultiFactor: boolean;
}
