import { describe, expect, test } from 'vitest';
import { grantsCalendars, readScopes } from './granted-scopes.ts';

describe('granted scopes', () => {
  test.each([
    ['Calendars.Read', true],
    ['calendars.readbasic', true],
    ['Calendars.ReadWrite', true],
    ['Calendars.Read.Shared', true],
    ['https://graph.microsoft.us/Calendars.ReadWrite.Shared', true],
    ['Contacts.Read User.Read', false],
    ['Calendars.ReadSomething', false],
    ['', false],
  ])('%s lets calendars be read: %s', (scope, isGranted) => {
    expect(grantsCalendars(readScopes(`${scope}  openid`))).toBe(isGranted);
  });
});
