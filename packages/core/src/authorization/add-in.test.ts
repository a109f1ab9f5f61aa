import { describe, expect, it } from 'vitest';
import { addinTokenKind, isOfficialAddin, officialAddinAppId } from './add-in.ts';
import type { AddinEnvironment } from './add-in.ts';

const displayName = 'Zoom-Office-add-in-SSO';

describe('isOfficialAddin', () => {
  it.each([
    ['plain', officialAddinAppId],
    ['in capitals', officialAddinAppId.toUpperCase()],
    ['in braces', `{${officialAddinAppId}}`],
    ['with spaces around', `\t ${officialAddinAppId}\u00A0\n`],
    ['with non-breaking hyphens', officialAddinAppId.replaceAll('-', '\u2011')],
    ['with Unicode hyphens', officialAddinAppId.replaceAll('-', '\u2010')],
    ['with en dashes', officialAddinAppId.replaceAll('-', '\u2013')],
    ['with minus signs', officialAddinAppId.replaceAll('-', '\u2212')],
    ['with full-width hyphens', officialAddinAppId.replaceAll('-', '\uFF0D')],
    [
      'with soft hyphens and zero-width spaces',
      `\uFEFF${officialAddinAppId.slice(0, 5)}\u00AD\u200B${officialAddinAppId.slice(5)}`,
    ],
    ['with marks of direction, in braces', `\u200E{${officialAddinAppId}}\u200E`],
  ])('knows the id %s', (_, appId) => {
    expect(isOfficialAddin({ appId })).toBe(true);
  });

  it('lets the id decide, whatever the name', () => {
    expect(isOfficialAddin({ appId: officialAddinAppId, displayName: 'Something else' })).toBe(true);
    expect(isOfficialAddin({ appId: '11111111-2222-4333-8444-555555555555', displayName })).toBe(false);
    expect(isOfficialAddin({ appId: '', displayName })).toBe(false);
    expect(isOfficialAddin({ appId: displayName, displayName })).toBe(false);
  });

  it.each([
    ['one digit off', officialAddinAppId.replace(/b$/, 'c')],
    ['more than it', `${officialAddinAppId}0`],
    ['without hyphens', officialAddinAppId.replaceAll('-', '')],
    ['with a letter of another alphabet', officialAddinAppId.replace('c', '\u0441')],
    ['endless', officialAddinAppId + ' '.repeat(1_000_000)],
  ])('refuses an id that is %s', (_, appId) => {
    expect(isOfficialAddin({ appId })).toBe(false);
  });
});

describe('addinTokenKind', () => {
  it.each<[AddinEnvironment['tool'], AddinEnvironment['mailboxLocation'], string, string]>([
    ['addIn', 'cloud', '2026-03-01', 'nestedAppAuthentication'],
    ['addIn', 'onPremises', '2026-03-01', 'exchangeTokens'],
    ['addIn', 'unknown', '2026-03-01', 'unknown'],
    ['addIn', 'cloud', '2025-01-01', 'nestedAppAuthentication'],
    ['addIn', 'cloud', '2024-12-31', 'exchangeTokens'],
    ['addIn', 'unknown', '2024-12-31', 'exchangeTokens'],
    ['plugIn', 'cloud', '2026-03-01', 'none'],
    ['plugIn', 'onPremises', '2026-03-01', 'none'],
    ['plugIn', 'unknown', '2026-03-01', 'none'],
  ])('%s with a mailbox %s on %s: %s', (tool, mailboxLocation, date, expected) => {
    expect(addinTokenKind({ tool, mailboxLocation, nowMs: Date.parse(`${date}T00:00:00Z`) })).toBe(expected);
  });
});
