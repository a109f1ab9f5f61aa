import { describe, expect, it } from 'vitest';
import { aadstsCodes } from '../../src/entra/aadsts-codes.ts';
import type { EntraErrorCode } from '../../src/entra/aadsts-codes.ts';
import { entraFaults } from '../../src/entra/entra-faults.ts';
import { refresh } from './entra-walk.ts';
import { startRig } from './fixture.ts';

/** What a client sees of a code: `error`, status, and `suberror` where there is one. */
type Row = readonly [code: EntraErrorCode, error: string, status: number, suberror?: string];

// Entra docs, "Microsoft Entra authentication and authorization error codes".
const rows: readonly Row[] = [
  [50011, 'invalid_request', 400],
  [50012, 'invalid_client', 401],
  [50013, 'invalid_grant', 400],
  [50020, 'invalid_grant', 400],
  [50034, 'invalid_grant', 400],
  [50053, 'invalid_grant', 400],
  [50055, 'invalid_grant', 400, 'user_password_expired'],
  [50057, 'invalid_grant', 400],
  [50058, 'login_required', 400],
  [50059, 'invalid_request', 400],
  [50076, 'invalid_grant', 400, 'basic_action'],
  [50078, 'invalid_grant', 400, 'basic_action'],
  [50079, 'invalid_grant', 400, 'basic_action'],
  [50105, 'access_denied', 400],
  [50126, 'invalid_grant', 400],
  [50132, 'invalid_grant', 400, 'bad_token'],
  [50133, 'invalid_grant', 400, 'bad_token'],
  [50158, 'invalid_grant', 400, 'basic_action'],
  [50173, 'invalid_grant', 400, 'bad_token'],
  [50194, 'invalid_request', 400],
  [50196, 'invalid_grant', 400],
  [53000, 'invalid_grant', 400, 'message_only'],
  [53001, 'invalid_grant', 400, 'message_only'],
  [53003, 'invalid_grant', 400, 'message_only'],
  [54005, 'invalid_grant', 400],
  [65001, 'invalid_grant', 400, 'consent_required'],
  [65004, 'access_denied', 400],
  [70000, 'invalid_grant', 400],
  [70003, 'unsupported_grant_type', 400],
  [70005, 'unsupported_response_type', 400],
  [70008, 'invalid_grant', 400],
  [70011, 'invalid_scope', 400],
  [70016, 'authorization_pending', 400],
  [70018, 'bad_verification_code', 400],
  [70019, 'expired_token', 400],
  [70020, 'expired_token', 400],
  [70043, 'invalid_grant', 400, 'bad_token'],
  [90002, 'invalid_request', 400],
  [90014, 'invalid_request', 400],
  [90023, 'invalid_request', 400],
  [90094, 'access_denied', 400],
  [90095, 'access_denied', 400],
  [240002, 'invalid_request', 400],
  [500011, 'invalid_resource', 400],
  [500113, 'invalid_request', 400],
  [500131, 'invalid_grant', 400],
  [500133, 'invalid_grant', 400],
  [501481, 'invalid_grant', 400],
  [650052, 'invalid_client', 401],
  [650056, 'invalid_client', 401],
  [650057, 'invalid_resource', 400],
  [700003, 'invalid_grant', 400, 'bad_token'],
  [700005, 'invalid_grant', 400],
  [700016, 'unauthorized_client', 400],
  [700024, 'invalid_client', 401],
  [700025, 'invalid_client', 401],
  [700027, 'invalid_client', 401],
  [700030, 'invalid_client', 401],
  [700082, 'invalid_grant', 400],
  [700084, 'invalid_grant', 400],
  [900144, 'invalid_request', 400],
  [1002012, 'invalid_scope', 400],
  [7000112, 'unauthorized_client', 400],
  [7000215, 'invalid_client', 401],
  [7000218, 'invalid_client', 401],
  [7000222, 'invalid_client', 401],
  [9001023, 'invalid_request', 400],
  [9002313, 'invalid_request', 400],
  [9002325, 'invalid_request', 400],
  [9002326, 'invalid_request', 400],
  [9002327, 'invalid_request', 400],
];

describe('AADSTS codes', () => {
  it('are all in the table of this test', () => {
    expect(rows.map(([code]) => String(code)).sort()).toEqual(Object.keys(aadstsCodes).sort());
  });

  it('refuse a token request with their error, status and sub-error', async () => {
    await using rig = await startRig();
    const { refreshToken = '' } = rig.emulator.issueTokens({ person: 'ada' });
    for (const [code, error, status, suberror] of rows) {
      rig.emulator.faults.add(entraFaults.refused(code));
      const reply = await refresh(rig, refreshToken);
      expect([code, reply.body.error, reply.status, reply.body.suberror]).toEqual([code, error, status, suberror]);
      expect(reply.body.error_codes).toEqual([code]);
      expect(reply.body.error_description).toMatch(new RegExp(`^AADSTS${code}: \\S`));
      expect(reply.body.claims !== undefined).toBe([50076, 50079, 53003].includes(code));
    }
    expect((await refresh(rig, refreshToken)).status).toBe(200);
  });
});
