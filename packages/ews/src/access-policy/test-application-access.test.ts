import { describe, expect, it } from 'vitest';
import { testApplicationAccess } from './test-application-access.ts';
import type { AccessGroup, ApplicationAccessPolicy, ApplicationAccessTest } from './test-application-access.ts';

const appId = '0f1e2d3c-0000-4000-8000-000000000001';
const room = { address: 'pier-room@tidewater.example', id: 'f3c1', sid: 'S-1-5-21-1' };
const group = (address: string, ...members: readonly string[]): AccessGroup => ({
  address,
  members,
  isSecurityGroup: true,
});
const memberships = [
  group('rooms@tidewater.example', 'Pier-Room@tidewater.example'),
  group('others@tidewater.example', 'ada@tidewater.example'),
  group('nested@tidewater.example', 'rooms@tidewater.example'),
];
const policy = (accessRight: ApplicationAccessPolicy['accessRight'], name: string): ApplicationAccessPolicy => ({
  appId,
  accessRight,
  group: `${name}@tidewater.example`,
});
const result = (...policies: readonly ApplicationAccessPolicy[]): ApplicationAccessTest['accessCheckResult'] =>
  testApplicationAccess({ appId, mailbox: room, policies, memberships }).accessCheckResult;

describe('testApplicationAccess', () => {
  it('answers as the cmdlet does', () => {
    expect(testApplicationAccess({ appId, mailbox: room, policies: [], memberships: [] })).toEqual({
      appId,
      mailbox: 'pier-room@tidewater.example',
      mailboxId: 'f3c1',
      mailboxSid: 'S-1-5-21-1',
      accessCheckResult: 'Granted',
    });
  });

  it.each<[string, readonly ApplicationAccessPolicy[], 'Granted' | 'Denied']>([
    ['members of a restricting policy', [policy('RestrictAccess', 'rooms')], 'Granted'],
    ['others of a restricting policy', [policy('RestrictAccess', 'others')], 'Denied'],
    ['members of one of several', [policy('RestrictAccess', 'others'), policy('RestrictAccess', 'rooms')], 'Granted'],
    ['members of a denying policy', [policy('DenyAccess', 'rooms')], 'Denied'],
    ['others of a denying policy', [policy('DenyAccess', 'others')], 'Granted'],
    ['members of both kinds', [policy('RestrictAccess', 'rooms'), policy('DenyAccess', 'rooms')], 'Denied'],
    ['members through another group', [policy('RestrictAccess', 'nested')], 'Denied'],
    ['policies of another application', [{ ...policy('DenyAccess', 'rooms'), appId: 'other' }], 'Granted'],
    ['an id in capitals', [{ ...policy('DenyAccess', 'rooms'), appId: appId.toUpperCase() }], 'Denied'],
  ])('%s', (_name, policies, expected) => {
    expect(result(...policies)).toBe(expected);
  });

  it('refuses groups it does not know, and those that are no security groups', () => {
    expect(() => result(policy('DenyAccess', 'rooms'), policy('RestrictAccess', 'unknown'))).toThrow(
      expect.objectContaining({ code: 'invalidArgument' }),
    );
    const distribution = [{ ...group('rooms@tidewater.example', room.address), isSecurityGroup: false }];
    expect(() =>
      testApplicationAccess({
        appId,
        mailbox: room,
        policies: [policy('RestrictAccess', 'rooms')],
        memberships: distribution,
      }),
    ).toThrow(expect.objectContaining({ code: 'invalidArgument' }));
  });
});
