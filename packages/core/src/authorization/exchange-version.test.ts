import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  compareExchangeVersions,
  formatExchangeVersion,
  isExchangeOnline,
  oldestHybridForGraph,
  parseExchangeVersion,
} from './exchange-version.ts';

describe('parseExchangeVersion', () => {
  it.each([
    ['15.1.544.27', '15.1.544.27'],
    ['15.01.0544.027', '15.1.544.27'],
    [' 15.2.2562.17\n', '15.2.2562.17'],
    ['14.3.123', '14.3.123.0'],
    ['Version 15.1 (Build 544.27)', '15.1.544.27'],
    ['version 8.3 (build 83.6)', '8.3.83.6'],
  ])('reads %j', (text, expected) => {
    expect(formatExchangeVersion(parseExchangeVersion(text))).toBe(expected);
  });

  it.each([
    '',
    '15',
    '15.1',
    '15.1.544.27.1',
    '15.1.-1.0',
    '15.1.544.x',
    '15,1,544,27',
    '999999.1.1.1',
    '1.'.repeat(50),
  ])('refuses %j', (text) => {
    expect(() => parseExchangeVersion(text)).toThrow(expect.objectContaining({ code: 'invalidArgument' }));
  });

  it('reads what formatExchangeVersion writes', () => {
    const part = fc.nat({ max: 99_999 });
    fc.assert(
      fc.property(fc.record({ major: part, minor: part, build: part, revision: part }), (version) => {
        expect(parseExchangeVersion(formatExchangeVersion(version))).toEqual(version);
      }),
    );
  });
});

describe('compareExchangeVersions', () => {
  const ascending = [
    '8.3.83.6',
    '14.3.123.4',
    '15.0.1497.2',
    '15.1.544.26',
    '15.1.544.27',
    '15.1.2507.6',
    '15.2.9.0',
    '15.2.986.5',
    '15.20.0.0',
    '16.0.0.0',
  ];

  it('orders number by number: 15.20 is newer than 15.2', () => {
    const sorted = ascending.toReversed().map(parseExchangeVersion).toSorted(compareExchangeVersions);
    expect(sorted.map(formatExchangeVersion)).toEqual(ascending);
  });

  it('finds equal builds equal', () => {
    expect(compareExchangeVersions(parseExchangeVersion('15.01.0544.027'), oldestHybridForGraph)).toBe(0);
  });
});

describe('isExchangeOnline', () => {
  it.each([
    ['15.2.9999.9', false],
    ['15.20.0.0', true],
    ['15.20.8700.12', true],
  ])('%s: %j', (text, expected) => {
    expect(isExchangeOnline(parseExchangeVersion(text))).toBe(expected);
  });
});
