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
 * Builds of Exchange that the emulator can pretend to be: Exchange SE, 2016 CU23, 2013 CU23, 2010 SP3 and
 * Exchange Online.
 *
 * @public
 */
export type ExchangeServerVersion = '15.2.2562.46' | '15.1.2507.72' | '15.0.1497' | '14.3' | '15.20';

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
  '15.0.1497': { numbers: [15, 0, 1497, 2], schemaName: 'V2_23', newest: 'Exchange2013_SP1' },
  '14.3': { numbers: [14, 3, 123, 4], schemaName: 'Exchange2010_SP1', newest: 'Exchange2010_SP2' },
  '15.20': { numbers: [15, 20, 9343, 12], schemaName: 'V2018_01_08', newest: 'V2018_01_08' },
};

/** Tells whether `version` is `floor` or newer. */
export function isAtLeast(version: SchemaVersion, floor: SchemaVersion): boolean {
  return schemaVersions.indexOf(version) >= schemaVersions.indexOf(floor);
}

/** The schema of that name; nothing when no such schema is known. */
export function findSchemaVersion(name: string): SchemaVersion | undefined {
  return schemaVersions.find((version) => version === name);
}
