import type { ExchangeVersion } from '@kalends/core';

/** What a version number stands for. @public */
export interface ExchangeProduct {
  /** For example `Exchange Server 2019`. */
  readonly name: string;
  /** For example `CU14`; absent where the list does not know the build. */
  readonly update?: string;
}

interface ProductRow {
  readonly name: string;
  readonly major: number;
  readonly minor: number;
  /** First build of this product where two share major and minor. */
  readonly fromBuild?: number;
  /** First build of each update, oldest first. */
  readonly updates: readonly (readonly [build: number, update: string])[];
}

const cumulativeUpdates = (builds: readonly number[]): ProductRow['updates'] =>
  builds.map((build, index) => [build, index === 0 ? 'RTM' : `CU${index}`]);

/**
 * Products by version number, newest first.
 *
 * @see {@link https://learn.microsoft.com/exchange/new-features/build-numbers-and-release-dates | Exchange Server build numbers and release dates}
 */
const products: readonly ProductRow[] = [
  { name: 'Exchange Online', major: 15, minor: 20, updates: [] },
  { name: 'Exchange Server Subscription Edition', major: 15, minor: 2, fromBuild: 2562, updates: [[2562, 'RTM']] },
  {
    name: 'Exchange Server 2019',
    major: 15,
    minor: 2,
    updates: cumulativeUpdates([221, 330, 397, 464, 529, 595, 659, 721, 792, 858, 922, 986, 1118, 1258, 1544, 1748]),
  },
  {
    name: 'Exchange Server 2016',
    major: 15,
    minor: 1,
    updates: cumulativeUpdates([
      225, 396, 466, 544, 669, 845, 1034, 1261, 1415, 1466, 1531, 1591, 1713, 1779, 1847, 1913, 1979, 2044, 2106, 2176,
      2242, 2308, 2375, 2507,
    ]),
  },
  {
    name: 'Exchange Server 2013',
    major: 15,
    minor: 0,
    updates: [
      [847, 'SP1'],
      [1497, 'CU23'],
    ],
  },
  { name: 'Exchange Server 2010 SP3', major: 14, minor: 3, updates: [] },
  { name: 'Exchange Server 2010 SP2', major: 14, minor: 2, updates: [] },
  { name: 'Exchange Server 2010 SP1', major: 14, minor: 1, updates: [] },
  { name: 'Exchange Server 2010', major: 14, minor: 0, updates: [] },
  { name: 'Exchange Server 2007 SP3', major: 8, minor: 3, updates: [] },
  { name: 'Exchange Server 2007 SP2', major: 8, minor: 2, updates: [] },
  { name: 'Exchange Server 2007 SP1', major: 8, minor: 1, updates: [] },
  { name: 'Exchange Server 2007', major: 8, minor: 0, updates: [] },
];

/** Names the product and update of a version: the newest update whose build is not above it. `undefined` for none known. @public */
export function exchangeProductOf(version: ExchangeVersion): ExchangeProduct | undefined {
  const row = products.find(
    ({ major, minor, fromBuild = 0 }) =>
      version.major === major && version.minor === minor && version.build >= fromBuild,
  );
  if (row === undefined) return undefined;
  const update = row.updates.findLast(([build]) => version.build >= build)?.[1];
  return { name: row.name, ...(update === undefined ? {} : { update }) };
}

/** Tells whether the version is that of Exchange Online. */
export function isExchangeOnlineVersion(version: ExchangeVersion): boolean {
  return version.major === 15 && version.minor === 20;
}
