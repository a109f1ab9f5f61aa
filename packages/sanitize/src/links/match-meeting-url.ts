import type { ConferenceService } from '@kalends/core';
import { matchesHost } from './host-pattern.ts';
import { additionalHostPath, meetingServices } from './meeting-services.ts';
import type { MeetingUrlRule } from './meeting-services.ts';
import { strictHttpsUrl } from './strict-https-url.ts';

/** A URL that joins a meeting, and whose. */
export interface MatchedMeetingUrl {
  readonly url: string;
  readonly service: ConferenceService;
}

/** Tells whose join link a URL is, by the table of services and the caller's own hosts; undefined when nobody's. */
export function matchMeetingUrl(text: string, additionalHosts: readonly string[] = []): MatchedMeetingUrl | undefined {
  const url = strictHttpsUrl(text);
  if (url === undefined) return undefined;
  for (const { service, hosts, rules } of meetingServices)
    if (hosts.some((pattern) => matchesHost(url.hostname, pattern)) && rules.some((rule) => fits(url, rule)))
      return { url: url.href, service };
  return additionalHosts.some((pattern) => matchesHost(url.hostname, pattern)) && additionalHostPath.test(url.pathname)
    ? { url: url.href, service: 'other' }
    : undefined;
}

function fits(url: URL, rule: MeetingUrlRule): boolean {
  const path = rule.inFragment === true ? (url.hash.slice(1).split('?', 1)[0] ?? '') : url.pathname;
  return rule.path.test(path) && (rule.parameter === undefined || url.searchParams.has(rule.parameter));
}
