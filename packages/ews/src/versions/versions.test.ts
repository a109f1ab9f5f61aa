import { parseExchangeVersion } from '@kalends/core';
import { describe, expect, it } from 'vitest';
import { exchangeProductOf, isExchangeOnlineVersion } from './exchange-products.ts';
import { serverVersionOf } from './server-version.ts';
import type { ExchangeVersion } from '@kalends/core';

const version = (text: string): ExchangeVersion => parseExchangeVersion(text);

describe('exchangeProductOf', () => {
  it.each([
    ['8.1.240.6', 'Exchange Server 2007 SP1', undefined],
    ['14.0.639.21', 'Exchange Server 2010', undefined],
    ['14.3.123.4', 'Exchange Server 2010 SP3', undefined],
    ['15.0.516.32', 'Exchange Server 2013', undefined],
    ['15.0.847.32', 'Exchange Server 2013', 'SP1'],
    ['15.0.1497.48', 'Exchange Server 2013', 'CU23'],
    ['15.1.466.34', 'Exchange Server 2016', 'CU2'],
    ['15.1.543.99', 'Exchange Server 2016', 'CU2'],
    ['15.1.544.27', 'Exchange Server 2016', 'CU3'],
    ['15.1.545.0', 'Exchange Server 2016', 'CU3'],
    ['15.1.2507.72', 'Exchange Server 2016', 'CU23'],
    ['15.2.221.12', 'Exchange Server 2019', 'RTM'],
    ['15.2.1748.10', 'Exchange Server 2019', 'CU15'],
    ['15.2.2562.17', 'Exchange Server Subscription Edition', 'RTM'],
    ['15.2.2562.46', 'Exchange Server Subscription Edition', 'RTM'],
    ['15.20.9000.1', 'Exchange Online', undefined],
  ])('%s is %s %s', (text, name, update) => {
    expect(exchangeProductOf(version(text))).toEqual({ name, ...(update === undefined ? {} : { update }) });
  });

  it('guesses nothing', () => {
    expect(exchangeProductOf(version('15.3.1.1'))).toBeUndefined();
    expect(exchangeProductOf(version('16.0.1.1'))).toBeUndefined();
  });

  it('tells Exchange Online from the server whose number begins alike', () => {
    expect(isExchangeOnlineVersion(version('15.20.1.1'))).toBe(true);
    expect(isExchangeOnlineVersion(version('15.2.1.1'))).toBe(false);
  });
});

describe('versions', () => {
  it('come with answers that name all four numbers', () => {
    const wire = { MajorVersion: '15', MinorVersion: '20', MajorBuildNumber: '9000', MinorBuildNumber: '1' };
    expect(serverVersionOf(wire)).toEqual({ major: 15, minor: 20, build: 9000, revision: 1 });
    expect(serverVersionOf({ ...wire, MinorVersion: 'x' })).toBeUndefined();
    expect(serverVersionOf({ MajorVersion: '15' })).toBeUndefined();
    expect(serverVersionOf(undefined)).toBeUndefined();
  });
});
