import { Violation } from '../suite.ts';

/** What one caller got: a fingerprint of the token, an error, or nothing, because its process was killed. */
export type CallOutcome =
  | { readonly kind: 'token'; readonly token: string }
  | { readonly kind: 'error'; readonly code: string; readonly reason?: string | undefined }
  | { readonly kind: 'killed' };

/** An account as the database has it. */
export interface KeptAccount {
  readonly state: string;
  readonly version: number;
  readonly hasCredential: boolean;
  readonly hasToken: boolean;
}

/** What happened to one account in one step. */
export interface StepRecord {
  /** Names of the processes that were killed. */
  readonly killed: readonly string[];
  readonly outcomes: readonly CallOutcome[];
  /** Which process asked for each refresh that the service granted. */
  readonly granted: readonly string[];
  /** Refreshes that the service refused. */
  readonly refused: number;
  readonly before: KeptAccount;
  readonly after: KeptAccount;
  /** The tokens that had ended when the step began. */
  readonly endedTokens: ReadonlySet<string>;
}

/** How the grant of an account stands after a step. */
export type GrantState = 'alive' | 'lost' | 'ended';

/**
 * Judges what happened to one account in one step.
 *
 * @param grant - How its grant stood before: `lost` when a rotated refresh token died with its process.
 * @returns how it stands now.
 * @throws Violation when a promise was broken.
 */
export function judgeStep(grant: GrantState, step: StepRecord): GrantState {
  const { granted, refused, outcomes, after, killed } = step;
  const answers = outcomes.filter(({ kind }) => kind !== 'killed');
  const tokens = outcomes.flatMap((outcome) => (outcome.kind === 'token' ? [outcome.token] : []));
  const errors = outcomes.flatMap((outcome) => (outcome.kind === 'error' ? [outcome] : []));
  const isWritten = granted.length === 1 && after.hasToken && after.version > step.before.version;

  requireThat(granted.length <= 1, `${granted.length} refreshes were granted for one need`);
  requireThat(refused <= 1, `${refused} refreshes were refused`);
  requireThat(grant === 'alive' || granted.length === 0, 'a dead grant was refreshed');
  requireThat(grant !== 'ended' || refused === 0, 'the service was asked although the grant was known dead');
  requireThat(
    errors.every(({ code }) => code === 'reauthorizationRequired'),
    `callers got ${errors.map(({ code }) => code).join(', ')}`,
  );
  requireThat(new Set(tokens).size <= 1, 'callers got different tokens for one need');
  requireThat(!tokens.some((token) => step.endedTokens.has(token)), 'a caller got a token that had ended');
  requireThat(tokens.length === 0 || isWritten, 'a caller got a token that was not kept');

  const isLostNow = grant === 'lost' || (granted.length === 1 && !isWritten);
  if (grant === 'alive' && isLostNow) {
    requireThat(
      granted.some((worker) => killed.includes(worker)),
      'a rotated refresh token was lost although its process lived on',
    );
  }
  requireThat(isLostNow || refused === 0, 'a living grant was refused');
  if (grant === 'ended' || (isLostNow && refused === 1)) {
    requireThat(after.state === 'reauthorizationRequired', `the account of a dead grant is ${after.state}`);
    requireThat(!after.hasCredential && !after.hasToken, 'the account of a dead grant keeps secrets');
    requireThat(tokens.length === 0, 'a dead grant gave a token');
    return 'ended';
  }
  requireThat(after.state === 'active', `the account of a grant that is not known dead is ${after.state}`);
  requireThat(after.hasCredential, 'the credential is gone');
  requireThat(errors.length === 0, 'a living grant gave an error');
  requireThat(answers.length === 0 || isWritten, 'somebody was answered without a refresh');
  return isLostNow ? 'lost' : 'alive';
}

function requireThat(holds: boolean, broken: string): void {
  if (!holds) throw new Violation(broken);
}
