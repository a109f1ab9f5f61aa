import { defaultTokenLifetimes, discardingAudit, Secret } from '@kalends/core';
import type { TokenCredential, TokenIssuer } from '@kalends/core';
import { calendarAccounts, memoryAccountStores } from '@kalends/core/accounts';
import { credentialCipher, generateKey, keyRing } from '@kalends/crypto';
import { ews } from '@kalends/ews';
import { conformanceCompany, conformanceNow, manualClock, startExchangeEmulator } from '@kalends/testing';
import { expect, onTestFinished, test } from 'vitest';

const minuteMs = 60_000;
const mailbox = 'ada@tidewater.example';

test(
  'a day of polling Exchange, renewed 20 minutes ahead: no request is ever answered with 401',
  { timeout: 120_000 },
  async () => {
    const clock = manualClock(conformanceNow);
    const exchange = await startExchangeEmulator({ clock, company: conformanceCompany });
    onTestFinished(() => exchange.close());
    const renewedAtMs: number[] = [];
    const tokens: TokenIssuer<TokenCredential> = {
      provider: 'ews',
      lifetimes: defaultTokenLifetimes,
      tokenReach: () => 'tenant',
      issue: () => {
        renewedAtMs.push(clock.now());
        const { accessToken } = exchange.issueTokens({ appOnly: true });
        return Promise.resolve({ accessToken: new Secret(accessToken), expiresIn: 3_600 });
      },
    };
    const ring = await keyRing({ keys: [{ id: 'k1', key: generateKey() }], activeKeyId: 'k1' });
    const accounts = calendarAccounts({
      stores: memoryAccountStores({ clock }),
      cipher: credentialCipher(ring),
      providers: [ews({ url: exchange.ewsUrl, oauth: { tokens }, allowInsecureLoopback: true, runtime: { clock } })],
      audit: discardingAudit,
      runtime: { clock },
      timing: { renewBeforeMs: 20 * minuteMs },
    });
    onTestFinished(() => accounts.close());
    const { id } = await accounts.connect({
      ownerId: 'rooms',
      role: 'room',
      actor: 'test',
      credential: {
        kind: 'application',
        provider: 'ews',
        account: { id: mailbox, address: mailbox },
        issuedAt: conformanceNow,
      },
    });

    // A step that no lifetime is a multiple of, so that looks fall everywhere between two renewals.
    const stepMs = 7 * minuteMs;
    for (let passedMs = 0; passedMs < 24 * 60 * minuteMs; passedMs += stepMs) {
      const connection = await accounts.connection(id);
      await connection.calendars.list();
      await clock.advance(stepMs);
    }
    expect(exchange.exchanges.length).toBeGreaterThan(200);
    expect(exchange.exchanges.filter(({ response }) => response?.status === 401)).toEqual([]);
    // 40 minutes of each hour are used, rounded up to the next look.
    const pauses = renewedAtMs.slice(1).map((at, index) => (at - (renewedAtMs[index] ?? 0)) / minuteMs);
    expect(new Set(pauses)).toEqual(new Set([42]));
  },
);
