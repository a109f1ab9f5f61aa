/** An OAuth client as it is registered in the Google Cloud console. @public */
export interface GoogleClient {
  readonly clientId: string;
  /** Absent: the token endpoint asks for no secret. */
  readonly clientSecret?: string;
  /** Compared character by character with `redirect_uri`. */
  readonly redirectUris: readonly string[];
  /** Clients of one project share what a person has granted. Default: a project of its own. */
  readonly project?: string;
  /**
   * `testing`: refresh tokens end seven days after consent, unless only name, address and profile were asked for.
   * Default `production`.
   */
  readonly publishingStatus?: 'testing' | 'production';
  /** User type "internal": domain of the only organisation whose people may use the client. Default: anybody may. */
  readonly organization?: string;
  /** People may choose on the consent screen for how long they grant access. Default false: until they revoke it. */
  readonly offersTimedAccess?: boolean;
  /** What became of the registration; the endpoints name it, `deleted_client` and `disabled_client`. Default `active`. */
  readonly status?: 'active' | 'disabled' | 'deleted';
}

/** The client that exists when no other is given. @public */
export const demoGoogleClient: GoogleClient = {
  clientId: '123456789012-demo.apps.googleusercontent.com',
  clientSecret: 'GOCSPX-demo-secret',
  redirectUris: ['http://127.0.0.1:3000/oauth/google/callback', 'http://localhost:3000/oauth/google/callback'],
};
