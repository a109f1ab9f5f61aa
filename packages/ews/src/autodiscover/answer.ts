import type { XmlLimits } from '../soap/read-xml.ts';

/** What an Autodiscover service answered, read and not judged yet. */
export type AutodiscoverAnswer =
  | { readonly kind: 'settings'; readonly ewsUrl: string }
  | { readonly kind: 'redirectUrl'; readonly url: string }
  | { readonly kind: 'redirectAddress'; readonly address: string }
  | { readonly kind: 'failed'; readonly vendorCode: string | undefined };

/** Bounds of XML answers: they have some dozens of short elements. */
export const autodiscoverXmlLimits: XmlLimits = {
  maxDepth: 32,
  maxElements: 20_000,
  maxTextLength: 64 * 1024,
  maxForbiddenCharacters: 100,
};

/** The first text that is not empty. */
export function firstPresent(...texts: readonly (string | undefined)[]): string | undefined {
  return texts.map((text) => text?.trim()).find((text) => text !== undefined && text !== '');
}
