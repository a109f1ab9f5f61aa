import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { adminConsentRetryMs, decideSsoPrompt } from './decide-sso-prompt.ts';
import type { DecideSsoPromptOptions, SsoEvent, SsoPromptPolicy } from './decide-sso-prompt.ts';

const start = Date.UTC(2026, 2, 2, 8);
const minute = 60_000;

/** Events a minute apart. `asked` and `passed` are sign-ins with and without a redirect. */
type Word =
  | 'asked'
  | 'passed'
  | 'lost'
  | 'locked'
  | 'removed'
  | 'left'
  | Exclude<SsoEvent['kind'], 'signIn' | 'disconnected'>;

function history(words: readonly Word[]): SsoEvent[] {
  return words.map((word, index): SsoEvent => {
    const atMs = start + index * minute;
    switch (word) {
      case 'asked':
      case 'passed':
        return { kind: 'signIn', redirected: word === 'asked', atMs };
      case 'lost':
        return { kind: 'disconnected', by: 'service', atMs };
      case 'locked':
        return { kind: 'disconnected', by: 'policy', atMs };
      case 'removed':
        return { kind: 'disconnected', by: 'administrator', atMs };
      case 'left':
        return { kind: 'disconnected', by: 'person', atMs };
      default:
        return { kind: word, atMs };
    }
  });
}

function decide(policy: SsoPromptPolicy, words: readonly Word[], more: Partial<DecideSsoPromptOptions> = {}): string {
  const prompt = decideSsoPrompt({ policy, history: history(words), nowMs: start + words.length * minute, ...more });
  return prompt.action === 'redirect' ? prompt.to : prompt.reason;
}

describe('decideSsoPrompt', () => {
  it.each<[Word[], string, string]>([
    [[], 'authorization', 'authorization'],
    [['asked'], 'alreadyAsked', 'authorization'],
    [['asked', 'refused'], 'alreadyAsked', 'authorization'],
    [['asked', 'failed'], 'alreadyAsked', 'authorization'],
    [['refused'], 'alreadyAsked', 'authorization'],
    [['failed'], 'alreadyAsked', 'authorization'],
    [['asked', 'refused', 'passed', 'passed'], 'alreadyAsked', 'authorization'],
    [['passed'], 'authorization', 'authorization'],
    [['asked', 'connected'], 'connected', 'connected'],
    [['asked', 'refused', 'connected'], 'connected', 'connected'],
    [['connected'], 'connected', 'connected'],
    [['asked', 'connected', 'lost'], 'alreadyAsked', 'authorization'],
    [['connected', 'lost'], 'authorization', 'authorization'],
    [['asked', 'connected', 'locked'], 'authorization', 'authorization'],
    [['asked', 'connected', 'locked', 'asked'], 'alreadyAsked', 'authorization'],
    [['asked', 'connected', 'removed'], 'disconnectedByChoice', 'disconnectedByChoice'],
    [['asked', 'connected', 'left'], 'disconnectedByChoice', 'disconnectedByChoice'],
    [['asked', 'connected', 'left', 'connected'], 'connected', 'connected'],
    [['asked', 'connected', 'left', 'connected', 'lost'], 'alreadyAsked', 'authorization'],
    [['asked', 'adminConsentRequired'], 'alreadyAsked', 'adminConsentPending'],
    [['asked', 'adminConsentRequired', 'passed'], 'alreadyAsked', 'adminConsentPending'],
    [['asked', 'adminConsentRequired', 'adminConsentGranted'], 'alreadyAsked', 'authorization'],
    [['adminConsentGranted', 'asked', 'adminConsentRequired'], 'alreadyAsked', 'adminConsentPending'],
    [['asked', 'adminConsentRequired', 'connected', 'lost'], 'alreadyAsked', 'authorization'],
  ])('after %j: %s for the first sign-in, %s until connected', (words, first, until) => {
    expect([decide('firstSignIn', words), decide('untilConnected', words)]).toEqual([first, until]);
  });

  it('waits for an administrator half an hour, and says until when', () => {
    const asked: SsoEvent[] = [
      { kind: 'signIn', redirected: true, atMs: start },
      { kind: 'adminConsentRequired', atMs: start + 5_000 },
    ];
    const at = (nowMs: number): unknown => decideSsoPrompt({ policy: 'untilConnected', history: asked, nowMs });
    const retryAtMs = start + 5_000 + adminConsentRetryMs;
    expect(adminConsentRetryMs).toBe(1_800_000);
    expect(at(retryAtMs - 1)).toEqual({ action: 'none', reason: 'adminConsentPending', retryAtMs });
    expect(at(retryAtMs)).toEqual({ action: 'redirect', to: 'authorization' });
  });

  it('sends nobody in circles while consent is off: one redirect in each half hour of sign-ins', () => {
    const events: SsoEvent[] = [];
    let redirects = 0;
    for (let atMs = start; atMs < start + 120 * minute; atMs += minute) {
      const prompt = decideSsoPrompt({ policy: 'untilConnected', history: events, nowMs: atMs });
      events.push({ kind: 'signIn', redirected: prompt.action === 'redirect', atMs });
      if (prompt.action === 'redirect') {
        redirects += 1;
        events.push({ kind: 'adminConsentRequired', atMs });
      }
    }
    expect(redirects).toBe(4);
  });

  it.each<[Word[], string, string]>([
    [[], 'administratorMustConsent', 'adminConsent'],
    [['passed'], 'administratorMustConsent', 'adminConsent'],
    [['asked', 'adminConsentRequired'], 'administratorMustConsent', 'adminConsent'],
    [['adminConsentGranted'], 'authorization', 'authorization'],
    [['adminConsentGranted', 'asked', 'adminConsentRequired'], 'administratorMustConsent', 'adminConsent'],
    [['connected'], 'connected', 'connected'],
    [['connected', 'removed'], 'disconnectedByChoice', 'disconnectedByChoice'],
  ])('where people may not consent, after %j: %s for them, %s for administrators', (words, person, administrator) => {
    const usersMayConsent = false;
    expect(decide('untilConnected', words, { usersMayConsent })).toBe(person);
    expect(decide('untilConnected', words, { usersMayConsent, isAdministrator: true })).toBe(administrator);
  });

  it('leaves the first sign-in for later while nobody could have been asked', () => {
    const usersMayConsent = false;
    expect(decide('firstSignIn', ['passed'], { usersMayConsent })).toBe('administratorMustConsent');
    expect(decide('firstSignIn', ['passed', 'adminConsentGranted'], { usersMayConsent })).toBe('authorization');
    expect(decide('firstSignIn', ['asked'], { usersMayConsent, isAdministrator: true })).toBe('alreadyAsked');
  });

  const words = fc.array(
    fc.constantFrom<Word>(
      'asked',
      'passed',
      'refused',
      'failed',
      'adminConsentRequired',
      'adminConsentGranted',
      'connected',
      'lost',
      'removed',
      'left',
    ),
    { maxLength: 12 },
  );

  it('never redirects twice with firstSignIn, and never while connected', () => {
    fc.assert(
      fc.property(words, fc.boolean(), fc.boolean(), (before, usersMayConsent, isAdministrator) => {
        const more = { usersMayConsent, isAdministrator };
        const isRedirect = (decision: string): boolean => decision === 'authorization' || decision === 'adminConsent';
        const once = isRedirect(decide('firstSignIn', before, more));
        expect(once && before.includes('asked')).toBe(false);
        expect(isRedirect(decide('firstSignIn', [...before, 'asked'], more))).toBe(false);
        expect(isRedirect(decide('untilConnected', [...before, 'connected'], more))).toBe(false);
      }),
    );
  });
});
