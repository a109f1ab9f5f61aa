import type { ConferenceService } from '@kalends/core';

/** How the join links of one service look. @public */
export interface MeetingService {
  readonly service: ConferenceService;
  /** Host names; `*.example.com` is every host below `example.com`. */
  readonly hosts: readonly string[];
  readonly rules: readonly MeetingUrlRule[];
}

/** One form of a join link. @public */
export interface MeetingUrlRule {
  /** Tested on the path as it is written in the URL. */
  readonly path: RegExp;
  /** A query parameter without which it is no join link. */
  readonly parameter?: string;
  /** The path is in the fragment, as in `/_#/l/meetup-join/…`. */
  readonly inFragment?: boolean;
}

/**
 * The services whose join links are known, most specific rules first. Pages of the same hosts that do not join a meeting
 * (sign-up, downloads, settings, telephone numbers) match no rule.
 *
 * Sources: the join URLs in the services' own documentation (Zoom Meetings API `join_url`, Microsoft Graph `joinWebUrl` and
 * message centre post MC772556 on short links, Google Meet `meetingUri`, Webex Meetings API `webLink`).
 *
 * @public
 */
export const meetingServices: readonly MeetingService[] = [
  {
    service: 'zoom',
    hosts: [
      'zoom.us',
      '*.zoom.us',
      'zoom.com',
      '*.zoom.com',
      'zoomgov.com',
      '*.zoomgov.com',
      'zoom.com.cn',
      '*.zoom.com.cn',
    ],
    rules: [
      { path: /^\/[jsw]\/\d{6,15}\/?$/ },
      { path: /^\/my\/[\w.-]{1,64}\/?$/ },
      { path: /^\/wc\/join\/\d{6,15}\/?$/ },
      { path: /^\/wc\/\d{6,15}(?:\/(?:join|start))?\/?$/ },
      { path: /^\/wc\/my\/[\w.-]{1,64}\/?$/ },
    ],
  },
  {
    service: 'teams',
    hosts: [
      'teams.microsoft.com',
      'teams.cloud.microsoft',
      'teams.live.com',
      'teams.microsoft.us',
      'gov.teams.microsoft.us',
      'dod.teams.microsoft.us',
      'teams.microsoftonline.cn',
    ],
    rules: [
      { path: /^\/l\/meetup-join\/[^/]+(?:\/[^/]*){0,3}$/ },
      { path: /^\/meet\/\d{6,20}\/?$/ },
      { path: /^\/l\/meetup-join\/[^/]+(?:\/[^/]*){0,3}$/, inFragment: true },
      { path: /^\/meet\/\d{6,20}\/?$/, inFragment: true },
    ],
  },
  {
    service: 'meet',
    hosts: ['meet.google.com'],
    rules: [{ path: /^\/[a-z]{3}-[a-z]{4}-[a-z]{3}\/?$/i }, { path: /^\/lookup\/[\w-]{1,128}\/?$/ }],
  },
  { service: 'meet', hosts: ['g.co'], rules: [{ path: /^\/meet\/[\w-]{1,128}\/?$/ }] },
  {
    service: 'webex',
    hosts: ['*.webex.com', '*.webexgov.us'],
    rules: [
      { path: /^\/(?:meet|join)\/[\w.-]{1,128}\/?$/ },
      { path: /^\/[\w.-]{1,128}\/j\.php$/, parameter: 'MTID' },
      { path: /^\/[\w.-]{1,128}\/onstage\/g\.php$/, parameter: 'MTID' },
      { path: /^\/webappng\/sites\/[\w.-]{1,128}\/meeting\/(?:download|info)\/[\w-]{1,128}\/?$/ },
      { path: /^\/wbxmjs\/joinservice\/sites\/[\w.-]{1,128}\/meeting\/download\/[\w-]{1,128}\/?$/ },
    ],
  },
  { service: 'skype', hosts: ['join.skype.com'], rules: [{ path: /^\/[A-Za-z0-9]{6,64}\/?$/ }] },
  { service: 'skype', hosts: ['meet.lync.com'], rules: [{ path: /^\/[^/]+\/[^/]+\/[A-Za-z0-9]+\/?$/ }] },
];

/** What the path of a link on one of the caller's own hosts must say to be taken for a join link. @public */
export const additionalHostPath: RegExp = /\/(?:join|meet|meeting|meetings)(?:\/|$)/i;
