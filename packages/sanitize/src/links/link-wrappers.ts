/** A service that puts its own address in front of every link in a mail, with the original in a query parameter. */
export interface LinkWrapper {
  readonly hosts: readonly string[];
  readonly path: RegExp;
  /** Tried in this order. */
  readonly parameters: readonly string[];
}

/** Wrappers that keep the original readable. URL Defense has three notations of its own, see `url-defense.ts`. */
export const linkWrappers: readonly LinkWrapper[] = [
  // Microsoft Defender, Safe Links
  {
    hosts: ['*.safelinks.protection.outlook.com', '*.safelinks.protection.office365.us'],
    path: /^\//,
    parameters: ['url'],
  },
  // The same inside Teams
  { hosts: ['statics.teams.cdn.office.net'], path: /\/safelinks\//, parameters: ['url'] },
  // The page Teams shows before it opens; its parameter is a path on the same host
  {
    hosts: ['teams.microsoft.com', 'teams.live.com', 'teams.cloud.microsoft'],
    path: /^\/dl\/launcher\/launcher\.html$/,
    parameters: ['url'],
  },
  // Google Calendar and Gmail
  { hosts: ['www.google.com', 'google.com'], path: /^\/url$/, parameters: ['q', 'url'] },
  // Barracuda
  { hosts: ['linkprotect.cudasvc.com'], path: /^\/url$/, parameters: ['a'] },
];
