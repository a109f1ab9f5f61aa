import { calendarSchema } from '@kalends/core/schemas';
import { describe, expect, it } from 'vitest';
import { mapCalendar } from './calendar.ts';

describe('mapCalendar', () => {
  it('maps an entry of the calendar list', () => {
    const calendar = mapCalendar({
      id: 'ada@example.com',
      summary: 'ada@example.com',
      summaryOverride: 'Mine',
      description: 'Work',
      timeZone: 'Europe/Paris',
      backgroundColor: '#9FE1E7',
      primary: true,
      accessRole: 'owner',
      dataOwner: 'ada@example.com',
    });
    expect(calendar).toEqual({
      id: 'ada@example.com',
      name: 'Mine',
      description: 'Work',
      timeZone: 'Europe/Paris',
      color: '#9fe1e7',
      isPrimary: true,
      role: 'owner',
      canViewPrivateItems: true,
      owner: { address: 'ada@example.com' },
    });
    expect(calendarSchema.parse(calendar)).toEqual(calendar);
  });

  it.each([
    ['freeBusyReader', 'freeBusyReader', false],
    ['reader', 'reader', false],
    ['writerWithoutPrivateAccess', 'writer', false],
    ['writer', 'writer', true],
    ['owner', 'owner', true],
    ['somethingNew', 'freeBusyReader', undefined],
    [undefined, 'freeBusyReader', undefined],
    ['toString', 'freeBusyReader', undefined],
  ])('reads the access role %s', (accessRole, role, canViewPrivateItems) => {
    const calendar = mapCalendar({ id: 'a', accessRole });
    expect(calendar.role).toBe(role);
    expect(calendar.canViewPrivateItems).toBe(canViewPrivateItems);
    expect('canViewPrivateItems' in calendar).toBe(canViewPrivateItems !== undefined);
  });

  it('leaves out what it cannot use', () => {
    const calendar = mapCalendar({
      id: 'a',
      summary: '',
      description: null,
      timeZone: 'Mars/Base',
      backgroundColor: 'red',
    });
    expect(calendar).toEqual({ id: 'a', name: 'a', isPrimary: false, role: 'freeBusyReader' });
    expect(calendarSchema.parse(calendar)).toEqual(calendar);
  });
});
