import { matchMeetingUrl } from '../links/match-meeting-url.ts';
import { unwrapUrl } from '../links/unwrap-url.ts';
import { findUrls } from './find-urls.ts';
import { addressMask, containsAddress, maskAddresses } from './mask-addresses.ts';
import { hasPasscodeParameter, maskPasscodes } from './mask-passcodes.ts';

/** What {@link maskText} takes out. */
export interface TextMasks {
  readonly addresses: boolean;
  readonly passcodes: boolean;
}

/**
 * Masks addresses and passcodes in a text for display. URLs are judged as a whole: one with a passcode loses its query and
 * fragment, one that hides another inside (Safe Links and the like) is replaced by the one inside when that is needed.
 */
export function maskText(text: string, masks: TextMasks): string {
  if (!masks.addresses && !masks.passcodes) return text;
  const seen = text.replace(invisible, '');
  let out = '';
  let at = 0;
  for (const found of findUrls(seen)) {
    out += maskPlain(seen.slice(at, found.start), masks);
    out += shownUrl(found.url, seen.slice(found.start, found.end), masks);
    at = found.end;
  }
  out += maskPlain(seen.slice(at), masks);
  return out;
}

/**
 * Characters that are not seen and would hide a word from the search: soft hyphens, zero-width spaces, word joiners and byte
 * order marks anywhere, all other format characters between two of ASCII. (Joiners between letters of other scripts and
 * between emoji change how those look, so they stay.)
 */
const invisible = /[\u00ad\u200b\u2060\ufeff]|(?<=[!-~])\p{Cf}+(?=[!-~])/gu;

/** The URL as it is to be shown; as it was written when there is nothing to hide, neither in it nor behind its end. */
function shownUrl(url: string, written: string, masks: TextMasks): string {
  return maskUrl(url, masks) ?? (url !== written && hidesSomething(written, masks) ? url : written);
}

function maskPlain(text: string, masks: TextMasks): string {
  const withoutAddresses = masks.addresses ? maskAddresses(text) : text;
  return masks.passcodes ? maskPasscodes(withoutAddresses) : withoutAddresses;
}

/** The URL to show instead; undefined when there is nothing to hide in it. */
function maskUrl(url: string, masks: TextMasks): string | undefined {
  const target = unwrapUrl(url) ?? url;
  const passcode = masks.passcodes && (hasPasscodeParameter(target) || isMeetingWithQuery(target));
  const address = masks.addresses && containsAddress(withoutThreadIds(target));
  // A wrapper may hold more than what it wraps: Safe Links write down whom they protect.
  if (!passcode && !address) return target !== url && hidesSomething(url, masks) ? target : undefined;

  const cut = target.search(/[?#]/);
  const base = cut === -1 ? target : target.slice(0, cut);
  // A passcode in front of the query is that of a wrapper this version does not know: only its host can be shown.
  const shown = passcode && hasPasscodeParameter(base) ? (/^[^:]*:\/\/[^/]*/.exec(base)?.[0] ?? '') : base;
  if (!masks.addresses || !containsAddress(withoutThreadIds(shown))) return shown;
  return shown
    .replace(/^([^:]*:\/\/)[^/]*@/, '$1')
    .split('/')
    .map((segment) => (containsAddress(withoutThreadIds(segment)) ? addressMask : segment))
    .join('/');
}

function hidesSomething(url: string, masks: TextMasks): boolean {
  return (masks.passcodes && hasPasscodeParameter(url)) || (masks.addresses && containsAddress(withoutThreadIds(url)));
}

/** Webex and others name the passcode parameter as they like: the query of a known meeting is never shown. */
function isMeetingWithQuery(url: string): boolean {
  return /[?#]/.test(url) && matchMeetingUrl(url) !== undefined;
}

/** A Teams meeting is named by a thread that is written like an address, `19:meeting_…@thread.v2`. */
function withoutThreadIds(url: string): string {
  return url.replace(/(?:@|%(?:25){0,3}40)(?:thread\.[a-z0-9]+|unq\.gbl\.spaces)/gi, '');
}
