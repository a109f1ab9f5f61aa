import { describe, expect, it } from 'vitest';
import { demoEntraClient } from '../../src/entra/entra-client.ts';
import { companyWith, meeting } from './fixture.ts';
import { eventBody, startWriteRig } from './write-rig.ts';

describe('calendars', () => {
  it('are made, changed and taken away with all they hold', async () => {
    await using rig = await startWriteRig();
    const made = await rig.post('/me/calendars', { name: 'Projects', color: 'lightGreen' });
    expect([made.status, made.body]).toMatchObject([
      201,
      { name: 'Projects', color: 'lightGreen', hexColor: '', isDefaultCalendar: false },
    ]);
    const path = `/me/calendars/${made.body.id}`;
    expect((await rig.post('/me/calendars', { name: 'projects' })).body.error.code).toBe('ErrorFolderExists');
    const changed = (await rig.patch(path, { name: 'Work', hexColor: '#ff0000' })).body;
    expect(changed).toMatchObject({ id: made.body.id, name: 'Work', hexColor: '#ff0000' });
    expect(changed.changeKey).not.toBe(made.body.changeKey);
    const { id } = (await rig.post(`${path}/events`, eventBody())).body;
    expect((await rig.read(`${path}/events`)).body.value).toHaveLength(1);
    expect((await rig.read('/me/events')).body.value).toEqual([]);
    expect((await rig.remove(path)).status).toBe(204);
    expect((await rig.read(`/me/events/${id}`)).status).toBe(404);
    expect((await rig.read('/me/calendars')).body.value).toHaveLength(2);
  });

  it('are not made of nothing, and the default one stays', async () => {
    await using rig = await startWriteRig();
    const [main] = (await rig.read('/me/calendars')).body.value;
    expect((await rig.remove(`/me/calendars/${main.id}`)).body.error.code).toBe('ErrorInvalidRequest');
    expect((await rig.post('/me/calendars', {})).status).toBe(400);
    expect((await rig.post('/me/calendars', { name: 'x', shade: 1 }, { isWrong: true })).status).toBe(400);
    expect((await rig.patch('/me/calendar', { hexColor: 'red' })).status).toBe(400);
    expect((await rig.patch('/me/calendar', { name: 'Mine' })).body.isDefaultCalendar).toBe(true);
  });
});

describe('mailbox settings', () => {
  it('keep what is not named', async () => {
    await using rig = await startWriteRig();
    const reply = await rig.patch('/me/mailboxSettings', {
      timeZone: 'Asia/Tokyo',
      workingHours: { startTime: '10:00:00', daysOfWeek: ['monday'] },
      automaticRepliesSetting: { status: 'alwaysEnabled' },
    });
    expect(reply.body).toMatchObject({
      timeZone: 'Asia/Tokyo',
      timeFormat: 'HH:mm',
      workingHours: { startTime: '10:00:00', endTime: '17:00:00.0000000', daysOfWeek: ['monday'] },
      automaticRepliesSetting: { status: 'alwaysEnabled', externalAudience: 'all' },
    });
    await rig.patch('/me/mailboxSettings', { dateFormat: 'dd.MM.yyyy' });
    const { body } = await rig.read('/me/mailboxSettings');
    expect(body).toMatchObject({
      timeZone: 'Asia/Tokyo',
      dateFormat: 'dd.MM.yyyy',
      workingHours: { startTime: '10:00:00' },
    });
  });

  it.each([
    [{ timeZone: 'Mars' }, 'TimeZoneNotSupportedException'],
    [{ workingHours: { timeZone: { name: 'Mars' } } }, 'TimeZoneNotSupportedException'],
    [{ workingHours: { startTime: '25:00:00' } }, 'ErrorPropertyValidationFailure'],
    [{ workingHours: { daysOfWeek: ['someday'] } }, 'ErrorPropertyValidationFailure'],
    [{ userPurpose: 'room' }, 'RequestBodyRead'],
  ])('refuse %o', async (change, code) => {
    await using rig = await startWriteRig();
    expect((await rig.patch('/me/mailboxSettings', change, { isWrong: true })).body.error.code).toBe(code);
    expect((await rig.read('/me/mailboxSettings')).body.timeZone).toBe('W. Europe Standard Time');
  });
});

describe('master categories', () => {
  it('begin with six, and keep their names', async () => {
    await using rig = await startWriteRig();
    expect((await rig.read('/me/outlook/masterCategories')).body.value).toHaveLength(6);
    const made = await rig.post('/me/outlook/masterCategories', { displayName: 'Zoom', color: 'preset9' });
    expect(made.status).toBe(201);
    const path = `/me/outlook/masterCategories/${made.body.id}`;
    expect((await rig.post('/me/outlook/masterCategories', { displayName: 'zoom' })).status).toBe(409);
    expect((await rig.patch(path, { color: 'preset3' })).body).toMatchObject({ displayName: 'Zoom', color: 'preset3' });
    expect((await rig.patch(path, { displayName: 'Other' })).status).toBe(400);
    expect((await rig.post('/me/outlook/masterCategories', { displayName: '' })).status).toBe(400);
    expect((await rig.read('/me/outlook/masterCategories/$count')).body.text).toBe('7');
    expect((await rig.remove(path)).status).toBe(204);
    expect((await rig.read(path)).status).toBe(404);
  });
});

describe('who may write', () => {
  const company = companyWith(meeting('one'));

  it.each([
    ['Calendars.Read', 'POST', '/me/events', eventBody()],
    ['Calendars.Read', 'POST', '/me/calendars', { name: 'x' }],
    ['Calendars.Read', 'PATCH', '/me/calendar', { name: 'x' }],
    ['MailboxSettings.Read', 'PATCH', '/me/mailboxSettings', { dateFormat: 'x' }],
    ['MailboxSettings.Read', 'POST', '/me/outlook/masterCategories', { displayName: 'x' }],
    ['Contacts.Read', 'POST', '/me/contactFolders', { displayName: 'x' }],
  ])('not somebody with %s (%s %s)', async (scope, method, path, body) => {
    await using rig = await startWriteRig({ company });
    const token = rig.emulator.issueTokens({ person: 'ada', scopes: [scope] }).accessToken;
    const refused = await rig.send(method, path, { body, token });
    expect([refused.status, refused.body.error.code]).toEqual([403, 'ErrorAccessDenied']);
  });

  it('not to events with a permission to read, whatever the verb', async () => {
    await using rig = await startWriteRig({ company });
    const { id } = await rig.only('ada');
    const token = rig.emulator.issueTokens({ person: 'ada', scopes: ['Calendars.Read'] }).accessToken;
    expect((await rig.patch(`/me/events/${id}`, { subject: 'x' }, { token })).status).toBe(403);
    expect((await rig.remove(`/me/events/${id}`, { token })).status).toBe(403);
    expect((await rig.post(`/me/events/${id}/cancel`, {}, { token })).status).toBe(403);
    const basic = rig.emulator.issueTokens({ person: 'ada', scopes: ['Calendars.ReadBasic'] }).accessToken;
    expect((await rig.read(`/me/events/${id}`, { token: basic })).body).not.toHaveProperty('body');
    expect((await rig.read(`/me/events/${id}/attachments`, { token: basic })).status).toBe(403);
    expect((await rig.read(`/me/events/${id}/extensions`, { token: basic })).status).toBe(403);
  });

  it('a delegate, in the name of the owner', async () => {
    await using rig = await startWriteRig({
      mailboxPermissions: [{ mailbox: 'ada', delegate: 'ben', rights: ['FullAccess'] }],
    });
    const path = '/users/ada@tidewater.example/events';
    const made = await rig.post(path, eventBody(), { person: 'ben' });
    expect([made.status, made.body.organizer.emailAddress.address]).toEqual([201, 'ada@tidewater.example']);
    const reader = rig.emulator.issueTokens({
      person: 'ben',
      scopes: ['Calendars.ReadWrite', 'Calendars.Read.Shared'],
    }).accessToken;
    expect((await rig.read(path, { token: reader })).status).toBe(200);
    expect((await rig.post(path, eventBody(), { token: reader })).status).toBe(403);
    expect((await rig.post('/users/ben@tidewater.example/events', eventBody())).status).toBe(403);
  });

  it('an application with the role, where policies let it', async () => {
    await using rig = await startWriteRig({
      clients: [{ ...demoEntraClient, applicationPermissions: ['Calendars.ReadWrite'] }],
    });
    const token = rig.emulator.issueAppToken().accessToken;
    const write = async (): Promise<number> =>
      (await rig.post('/users/ada@tidewater.example/events', eventBody(), { token })).status;
    expect(await write()).toBe(201);
    const { clientId } = demoEntraClient;
    rig.emulator.setApplicationAccessPolicies([{ clientId, accessRight: 'DenyAccess', members: ['ada'] }]);
    expect(await write()).toBe(403);
    rig.emulator.setApplicationRoleAssignments([{ clientId, role: 'Application Calendars.Read', members: ['ada'] }]);
    expect(await write()).toBe(403);
    rig.emulator.setApplicationRoleAssignments([
      { clientId, role: 'Application Calendars.ReadWrite', members: ['ada'] },
    ]);
    expect(await write()).toBe(201);
  });
});
