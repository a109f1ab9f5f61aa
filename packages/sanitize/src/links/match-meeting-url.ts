import type { ConferenceService } from '@kalends/core';
import { matchesHost } from './host-pattern.ts';
import { additionalHostPath, meetingServices } from './meeting-services.ts';
import type { MeetingUrlRule } from './meeting-services.ts';
import { strictHttpsHost, strictHttpsUrl } from './strict-https-url.ts';

/** A URL that joins a meeting, and whose. */
export interface MatchedMeetingUrl {
  readonly url: string;
  readonly service: ConferenceService;
}

/** Tells whose join link a URL is, by the table of services and the caller's own hosts; undefined when nobody's. */
export function matchMeetingUrl(text: string, additionalHosts: readonly string[] = []): MatchedMeetingUrl | undefined {
  const host = strictHttpsHost(text);
  if (host === undefined) return undefined;
  const isOn = (pattern: string): boolean => matchesHost(host, pattern);
  const services = meetingServices.filter(({ hosts }) => hosts.some(isOn));
  const isAdditional = additionalHosts.some(isOn);
  const url = services.length > 0 || isAdditional ? strictHttpsUrl(text) : undefined;
  if (url === undefined) return undefined;
  for (const { service, rules } of services)
    if (rules.some((rule) => fits(url, rule))) return { url: url.href, service };
  return isAdditional && additionalHostPath.test(url.pathname) ? { url: url.href, service: 'other' } : undefined;
}

function fits(url: URL, rule: MeetingUrlRule): boolean {
  const path = rule.inFragment === true ? (url.hash.slice(1).split('?', 1)[0] ?? '') : url.pathname;
  return rule.path.test(path) && (rule.parameter === undefined || url.searchParams.has(rule.parameter));
}
