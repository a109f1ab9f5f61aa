/** How an add-in is registered in a tenant. @public */
export interface AddinRegistration {
  /** Application id. */
  readonly appId: string;
  /** Name that the directory shows. */
  readonly displayName?: string;
}

/** The meeting vendor's own Outlook add-in, as its administrators' guide names it. @public */
export const officialAddin: Required<AddinRegistration> = {
  appId: 'ce63c970-e2d7-45e6-bee1-80c330b0800b',
  displayName: 'Zoom-Office-add-in-SSO',
};

/** What pages slip into copied text: other hyphens, blanks that do not break, characters without width. */
const hyphens = /[\u2010-\u2015\u2212]/gu;
const invisible = /[\s\u00ad\u200b-\u200f\u2060\ufeff]/gu;

/**
 * Recognises the official add-in. The id decides: anybody can register an application under any name. Copied values are
 * normalised before they are compared.
 *
 * @public
 */
export function isOfficialAddin({ appId }: AddinRegistration): boolean {
  return appId.replaceAll(hyphens, '-').replaceAll(invisible, '').toLowerCase() === officialAddin.appId;
}
