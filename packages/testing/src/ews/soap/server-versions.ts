/**
 * Names a client may put into `RequestServerVersion`, oldest first. Each selects a schema and the behaviour of that
 * time (types.xsd, ExchangeVersionType; the last one is known to Exchange Online only).
 */
export const schemaVersions = [
  'Exchange2007',
  'Exchange2007_SP1',
  'Exchange2009',
  'Exchange2010',
  'Exchange2010_SP1',
  'Exchange2010_SP2',
  'Exchange2012',
  'Exchange2013',
  'Exchange2013_SP1',
  'Exchange2015',
  'Exchange2016',
  'V2015_10_05',
  'V2016_01_06',
  'V2016_04_13',
  'V2016_07_13',
  'V2016_10_10',
  'V2017_01_07',
  'V2017_04_14',
  'V2017_07_11',
  'V2018_01_08',
] as const;

/** One of {@link schemaVersions}. */
export type SchemaVersion = (typeof schemaVersions)[number];

/**
 * Builds of Exchange that the emulator can pretend to be: Exchange SE; 2019 CU14; 2016 CU23, and CU4, CU3 and CU2 around
 * the line at 15.1.544; 2013 CU23 and SP1; 2010 SP3; and Exchange Online.
 *
 * @public
 */
export type ExchangeServerVersion =
  | '15.2.2562.46'
  | '15.2.1544.4'
  | '15.1.2507.72'
  | '15.1.669.32'
  | '15.1.544.27'
  | '15.1.466.34'
  | '15.0.1497'
  | '15.0.847.32'
  | '14.3'
  | '15.20';

/** What a build says about itself. */
export interface ServerBuild {
  /** Major version, minor version, major build, minor build. */
  readonly numbers: readonly [number, number, number, number];
  /** The schema's name in `ServerVersionInfo`, not the product's. */
  readonly schemaName: string;
  /** Newest `RequestServerVersion` it accepts. */
  readonly newest: SchemaVersion;
}

/** The builds by preset name. */
export const serverBuilds: Readonly<Record<ExchangeServerVersion, ServerBuild>> = {
  '15.2.2562.46': { numbers: [15, 2, 2562, 46], schemaName: 'V2017_07_11', newest: 'V2017_07_11' },
  '15.1.2507.72': { numbers: [15, 1, 2507, 72], schemaName: 'V2017_07_11', newest: 'V2017_07_11' },
  '15.2.1544.4': { numbers: [15, 2, 1544, 4], schemaName: 'V2017_07_11', newest: 'V2017_07_11' },
  '15.1.669.32': { numbers: [15, 1, 669, 32], schemaName: 'V2016_10_10', newest: 'V2016_10_10' },
  '15.1.544.27': { numbers: [15, 1, 544, 27], schemaName: 'V2016_07_13', newest: 'V2016_07_13' },
  '15.1.466.34': { numbers: [15, 1, 466, 34], schemaName: 'V2016_04_13', newest: 'V2016_04_13' },
  '15.0.847.32': { numbers: [15, 0, 847, 32], schemaName: 'V2_3', newest: 'Exchange2013_SP1' },
  '15.0.1497': { numbers: [15, 0, 1497, 2], schemaName: 'V2_23', newest: 'Exchange2013_SP1' },
  '14.3': { numbers: [14, 3, 123, 4], schemaName: 'Exchange2010_SP1', newest: 'Exchange2010_SP2' },
  '15.20': { numbers: [15, 20, 9343, 12], schemaName: 'V2018_01_08', newest: 'V2018_01_08' },
};

/** Major and minor version: what tells products apart. */
export function productOf({ numbers: [major, minor] }: ServerBuild): string {
  return `${major}.${minor}`;
}

/** Tells whether `version` is `floor` or newer. */
export function isAtLeast(version: SchemaVersion, floor: SchemaVersion): boolean {
  return schemaVersions.indexOf(version) >= schemaVersions.indexOf(floor);
}

/** The schema of that name; nothing when no such schema is known. */
export function findSchemaVersion(name: string): SchemaVersion | undefined {
  return schemaVersions.find((version) => version === name);
}
