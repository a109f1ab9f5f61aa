import { Secret } from '@kalends/core';
import type { BasicCredential } from '@kalends/core';
import { conformanceCompany, conformanceNow, manualClock, startExchangeEmulator } from '@kalends/testing';
import type { ExchangeEmulator, ExchangeEmulatorOptions } from '@kalends/testing';
import { afterEach, describe, expect, it } from 'vitest';
import { contractWatch } from '../../testing/test/contracts/contract-watch.ts';
import { checkEwsExchange, hasEwsContract } from '../../testing/test/contracts/ews-contract.ts';
import { folderPermissionOf } from '../src/delegation/folder-permission.ts';
import { ews, folderPermissionLevels } from '../src/index.ts';
import type { EwsCalendarConnection, EwsSettings } from '../src/index.ts';

const contract = contractWatch({ name: 'EWS schemas', isPresent: hasEwsContract, check: checkEwsExchange });
const ada = 'ada@tidewater.example';
const ben = 'ben@tidewater.example';
const passwords = { [ada]: 'ada-password-9c1f', [ben]: 'ben-password-41d0' };
const running: AsyncDisposable[] = [];

afterEach(async () => {
  for (const one of running.splice(0).toReversed()) await one[Symbol.asyncDispose]();
});

async function start(options: ExchangeEmulatorOptions = {}): Promise<ExchangeEmulator> {
  const emulator = await startExchangeEmulator({
    clock: manualClock(conformanceNow),
    company: conformanceCompany,
    ...options,
  });
  running.push(emulator);
  contract.watch(emulator);
  return emulator;
}

function connect(
  emulator: ExchangeEmulator,
  who: keyof typeof passwords,
  mailbox: string = who,
  settings: Partial<EwsSettings> = {},
): EwsCalendarConnection {
  const credential: BasicCredential = {
    kind: 'basic',
    provider: 'ews',
    account: { id: mailbox, address: mailbox },
    username: new Secret(who),
    password: new Secret(passwords[who] ?? ''),
    issuedAt: conformanceNow,
  };
  const connection = ews({
    url: emulator.ewsUrl,
    allowInsecureLoopback: true,
    retry: { maxAttempts: 1 },
    ...settings,
  }).connect({ credential });
  running.push(connection);
  return connection;
}

const editorOfCalendar = {
  canCreateItems: true,
  isFolderVisible: true,
  editItems: 'All',
  deleteItems: 'All',
  readItems: 'FullDetails',
} as const;
const minimum: ExchangeEmulatorOptions = {
  delegates: [{ mailbox: ada, delegate: ben, levels: { calendar: 'Editor' }, viewPrivateItems: true }],
  permissions: [{ mailbox: ada, grantee: ben, folder: 'drafts', level: 'Custom', rights: { isFolderVisible: true } }],
};

describe('checkFolderPermissions', () => {
  it('finds nothing missing where the smaller profile was granted', async () => {
    const report = await connect(await start(minimum), ada).checkFolderPermissions({
      mailbox: ada,
      profile: 'minimum',
      principal: ben,
    });
    expect(report).toEqual({
      mailbox: ada,
      principal: ben,
      profile: 'minimum',
      folders: [
        { folder: 'calendar', name: 'Calendar', level: 'Editor', missing: [], unverified: [] },
        { folder: 'drafts', name: 'Drafts', level: 'Custom', missing: [], unverified: [] },
      ],
      isDelegate: true,
      viewsPrivateItems: true,
      isSufficient: true,
      otherPrincipals: [],
      commands: [],
    });
  });

  it.each([
    ['CreateItems', { canCreateItems: false }, ['CreateItems']],
    ['FolderVisible', { isFolderVisible: false }, ['FolderVisible']],
    ['ReadItems', { readItems: 'TimeOnly' }, ['ReadItems']],
    ['EditAllItems', { editItems: 'Owned' }, ['EditAllItems']],
    ['EditOwnedItems', { editItems: 'None' }, ['EditAllItems', 'EditOwnedItems']],
    ['DeleteAllItems', { deleteItems: 'Owned' }, ['DeleteAllItems']],
    ['DeleteOwnedItems', { deleteItems: 'None' }, ['DeleteAllItems', 'DeleteOwnedItems']],
  ] as const)('names %s when it is missing, and the command that grants it', async (_name, change, missing) => {
    const emulator = await start(minimum);
    emulator.grantPermission({
      mailbox: ada,
      grantee: ben,
      folder: 'calendar',
      level: 'Custom',
      rights: { ...editorOfCalendar, ...change },
      viewPrivateItems: true,
    });
    const report = await connect(emulator, ada).checkFolderPermissions({
      mailbox: ada,
      profile: 'minimum',
      principal: ben,
    });
    expect(report.folders[0]?.missing).toEqual(missing);
    expect(report.isSufficient).toBe(false);
    expect(report.commands).toEqual([
      `Set-MailboxFolderPermission -Identity 'ada@tidewater.example:\\Calendar' -User 'ben@tidewater.example' -AccessRights 'Editor' -SharingPermissionFlags 'Delegate','CanViewPrivateItems'`,
    ]);
  });

  it('tells a missing right to Drafts, and that somebody is no delegate and sees no private items', async () => {
    const report = await connect(
      await start({ permissions: [{ mailbox: ada, grantee: ben, folder: 'calendar', level: 'Editor' }] }),
      ada,
    ).checkFolderPermissions({ mailbox: ada, profile: 'minimum', principal: ben });
    expect(report).toMatchObject({ isDelegate: false, viewsPrivateItems: false, isSufficient: false });
    expect(report.folders[1]).toMatchObject({ folder: 'drafts', missing: ['FolderVisible'] });
    expect(report.commands).toHaveLength(2);
    expect(report.commands[1]).toBe(
      `Add-MailboxFolderPermission -Identity 'ada@tidewater.example:\\Drafts' -User 'ben@tidewater.example' -AccessRights 'FolderVisible'`,
    );
  });

  it('checks the wider profile', async () => {
    const emulator = await start({
      permissions: (['calendar', 'drafts'] as const).map((folder) => ({
        mailbox: ada,
        grantee: ben,
        folder,
        level: 'Editor',
      })),
    });
    const report = await connect(emulator, ada).checkFolderPermissions({
      mailbox: ada,
      profile: 'wide',
      principal: ben,
    });
    expect(report.folders.map(({ folder, missing }) => [folder, missing.length])).toEqual([
      ['calendar', 0],
      ['deletedItems', 7],
      ['drafts', 0],
    ]);
    // What the owner sees of private items says nothing of the principal.
    expect(report).not.toHaveProperty('viewsPrivateItems');
    emulator.grantPermission({ mailbox: ada, grantee: ben, folder: 'deleteditems', level: 'PublishingEditor' });
    const wide = await connect(emulator, ada).checkFolderPermissions({ mailbox: ada, profile: 'wide', principal: ben });
    expect(wide).toMatchObject({ isSufficient: true, commands: [] });
  });

  it('says what an account can learn of itself, and what stays unverified', async () => {
    const report = await connect(await start(minimum), ben, ada).checkFolderPermissions({
      mailbox: ada,
      profile: 'minimum',
    });
    expect(report).toMatchObject({ principal: ben, viewsPrivateItems: true, isSufficient: true });
    expect(report).not.toHaveProperty('isDelegate');
    expect(report.folders[0]).toMatchObject({
      missing: [],
      unverified: ['DeleteAllItems', 'DeleteOwnedItems', 'EditAllItems', 'EditOwnedItems'],
    });
    const nothing = await connect(await start(), ben, ada).checkFolderPermissions({ mailbox: ada, profile: 'minimum' });
    expect(nothing.folders.map(({ missing }) => missing.length)).toEqual([7, 1]);
  });

  it('looks as the owner where the deployment impersonates', async () => {
    const emulator = await start({ ...minimum, impersonators: [ben] });
    const connection = connect(emulator, ben, ada, { useImpersonation: true });
    const report = await connection.checkFolderPermissions({ mailbox: ada, profile: 'minimum' });
    expect(report).toMatchObject({ principal: ben, isSufficient: true, isDelegate: true });
    const options = { mailbox: ada, profile: 'minimum', principal: undefined } as const;
    expect(await connection.checkFolderPermissions(options)).toMatchObject({ principal: ben });
  });

  it.each([
    [{ mailbox: 'nobody', profile: 'minimum' }],
    [{ mailbox: ada, profile: 'maximum' }],
    [{ mailbox: ada, profile: 'wide', folder: 'inbox' }],
  ])('refuses %j', async (options) => {
    const connection = connect(await start(), ada);
    // What a program without type checks can pass.
    const call = connection.checkFolderPermissions(options as { mailbox: string; profile: 'wide' });
    await expect(call).rejects.toMatchObject({ code: 'invalidArgument', operation: 'checkFolderPermissions' });
  });
});

describe('a permission', () => {
  it('is read by its single rights, whatever its level is called', () => {
    const entry = {
      CanCreateItems: 'true',
      IsFolderVisible: '1',
      EditItems: 'Owned',
      DeleteItems: 'None',
      ReadItems: 'FullDetails',
    };
    const custom = folderPermissionOf({ ...entry, CalendarPermissionLevel: 'Custom' });
    expect([custom.level, [...custom.rights]]).toEqual([
      'Custom',
      ['CreateItems', 'EditOwnedItems', 'FolderVisible', 'ReadItems'],
    ]);
    expect(folderPermissionOf({ ...entry, PermissionLevel: 'FromTheFuture' }).rights).toEqual(custom.rights);
  });

  it.each(Object.entries(folderPermissionLevels))('of level %s has the rights of that level', (level, rights) => {
    expect([...folderPermissionOf({ PermissionLevel: level }).rights].toSorted()).toEqual(rights.toSorted());
  });

  it('of an editor are seven rights', () => {
    expect(folderPermissionLevels.Editor).toEqual([
      'CreateItems',
      'DeleteAllItems',
      'DeleteOwnedItems',
      'EditAllItems',
      'EditOwnedItems',
      'FolderVisible',
      'ReadItems',
    ]);
  });

  it('without a level and rights is none', () => {
    expect(folderPermissionOf({})).toMatchObject({ level: 'Custom', rights: new Set() });
  });
});

describe('private items', () => {
  const window = { start: '2026-03-23T00:00:00Z', end: '2026-04-06T00:00:00Z' };

  it('that are hidden are time that is taken, and after granting they are as they were', async () => {
    const emulator = await start({ permissions: [{ mailbox: ada, grantee: ben, level: 'Reviewer' }] });
    const connection = connect(emulator, ben, ada);
    const hidden = await connection.events.list({ window }).toArray();
    emulator.grantPermission({ mailbox: ada, grantee: ben, level: 'Reviewer', viewPrivateItems: true });
    const shown = await connection.events.list({ window }).toArray();
    expect(hidden.map(({ id, time, status }) => [id, time, status])).toEqual(
      shown.map(({ id, time, status }) => [id, time, status]),
    );
    const dentist = shown.find(({ title }) => title === 'Dentist');
    expect(hidden.find(({ id }) => id === dentist?.id)).toMatchObject({ isContentHidden: true, status: 'confirmed' });
  });
});
