import { describe, expect, it } from 'vitest';
import { findOAuthErrorRow } from './find-error-row.ts';
import { oauthErrorTable } from './oauth-error-table.ts';
import type { OAuthStep } from './oauth-error-table.ts';
import { errorOfAnswer } from './to-calendar-error.ts';
import type { ErrorContext } from './to-calendar-error.ts';

const clock = { now: () => Date.parse('2026-11-16T08:00:00Z') };
const steps: readonly OAuthStep[] = ['callback', 'exchange', 'refresh', 'assertion'];

/** A text that a row's pattern fits, as Google writes them. */
const descriptions = [
  undefined,
  'Not a valid email',
  'Invalid email or User ID',
  'Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your iat and exp values.',
  'Invalid JWT Signature.',
  'Invalid JWT: Failed audience check.',
  'Invalid grant: account not found',
  'Account has been deleted',
];

const mapped = (
  error: string,
  step: OAuthStep,
  more: {
    readonly description?: string | undefined;
    readonly subtype?: string;
    readonly context?: Partial<ErrorContext>;
  } = {},
): object =>
  errorOfAnswer(
    {
      status: 400,
      data: { error, error_description: more.description, error_subtype: more.subtype },
      header: () => null,
    },
    { clock, step, ...more.context },
  ).toJSON();

describe('the table of OAuth errors', () => {
  it.each(oauthErrorTable.map((row, index) => [`${index} ${row.vendorCode}`, row] as const))(
    'can be reached in every line: %s',
    (_name, row) => {
      const isReached = steps.some((step) =>
        descriptions.some((description) => findOAuthErrorRow(step, { error: row.vendorCode, description }) === row),
      );
      expect(isReached).toBe(true);
    },
  );

  it.each(
    oauthErrorTable.filter(({ code }) => code !== 'serviceUnavailable').map((row) => [row.vendorCode, row] as const),
  )('says what to do about %s', (_name, row) => {
    expect(row.cure !== undefined || row.concerns === 'delegation').toBe(true);
  });

  it('gives a reason for every end of a grant', () => {
    const ends = oauthErrorTable.filter(({ code }) => code === 'reauthorizationRequired');
    expect(ends.map(({ reason }) => reason)).not.toContain(undefined);
  });

  it.each<[string, OAuthStep, string | undefined, object]>([
    [
      'invalid_grant',
      'refresh',
      'Token has been expired or revoked.',
      { code: 'reauthorizationRequired', reason: 'revoked' },
    ],
    ['invalid_grant', 'refresh', 'Bad Request', { code: 'reauthorizationRequired', reason: 'revoked' }],
    [
      'invalid_grant',
      'refresh',
      'Account has been deleted',
      { code: 'reauthorizationRequired', reason: 'accountDisabled' },
    ],
    ['invalid_grant', 'refresh', 'Account disabled', { code: 'reauthorizationRequired', reason: 'accountDisabled' }],
    ['invalid_grant', 'exchange', 'Malformed auth code.', { code: 'signInRefused' }],
    ['invalid_grant', 'assertion', 'Something new', { code: 'invalidConfiguration' }],
    ['admin_policy_enforced', 'refresh', undefined, { code: 'reauthorizationRequired', reason: 'policy' }],
    ['admin_policy_enforced', 'exchange', undefined, { code: 'adminConsentRequired', retryAfterMs: 1_800_000 }],
    ['admin_policy_enforced', 'assertion', undefined, { code: 'adminConsentRequired' }],
    ['org_internal', 'callback', undefined, { code: 'signInRefused' }],
    ['org_internal', 'refresh', undefined, { code: 'invalidConfiguration' }],
    ['unauthorized_client', 'refresh', undefined, { code: 'invalidConfiguration' }],
    ['unauthorized_client', 'assertion', undefined, { code: 'adminConsentRequired', retryAfterMs: 1_800_000 }],
    ['access_denied', 'callback', undefined, { code: 'signInRefused' }],
    ['access_denied', 'assertion', undefined, { code: 'adminConsentRequired' }],
    ['invalid_client', 'refresh', undefined, { code: 'invalidConfiguration', retryable: false }],
    ['internal_failure', 'refresh', undefined, { code: 'serviceUnavailable', retryable: true }],
  ])('reads %s at the step %s (%s)', (error, step, description, expected) => {
    expect(mapped(error, step, { description })).toMatchObject({ vendorCode: error, ...expected });
  });

  it.each(['invalid_rapt', 'rapt_required'])('takes the subtype %s for a rule of the organization', (subtype) => {
    expect(mapped('invalid_grant', 'refresh', { subtype })).toMatchObject({
      code: 'reauthorizationRequired',
      reason: 'policy',
      vendorCode: subtype,
    });
  });

  it('calls a grant expired that is past the end Google once named', () => {
    const context = { isGrantOver: true };
    expect(mapped('invalid_grant', 'refresh', { context })).toMatchObject({ reason: 'expired' });
    expect(mapped('invalid_grant', 'refresh', { context, description: 'Account disabled' })).toMatchObject({
      reason: 'accountDisabled',
    });
  });

  it('repeats no description', () => {
    const shown = JSON.stringify(mapped('invalid_grant', 'refresh', { description: 'CANARY account deleted' }));
    expect(shown).not.toContain('CANARY');
  });
});
