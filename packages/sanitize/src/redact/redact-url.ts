/** Path segments that services use as names of things; every other segment may be an id, an address or a secret. */
const knownSegments: ReadonlySet<string> = new Set(
  [
    // Microsoft Graph and sign-in
    'v1.0 v2.0 beta me users groups calendar calendars calendarview calendargroups events instances delta subscriptions',
    '$batch getschedule findmeetingtimes places contacts attachments accept decline tentativelyaccept cancel forward',
    'permissions organization common organizations consumers oauth2 authorize token adminconsent logout discovery keys',
    '.well-known openid-configuration',
    // Google
    'v1 v2 v3 v4 o auth revoke primary calendarlist acl freebusy watch stop channels colors settings quickadd import move',
    'people connections admin directory resources buildings customer customers batch',
    // Exchange
    'ews exchange.asmx autodiscover autodiscover.xml autodiscover.svc',
    // Join links
    'j w s my wc l meet meetup-join join lookup url j.php webappng sites meeting',
  ].flatMap((words) => words.split(' ')),
);

/** Stands for a path segment that is not shown. */
const hiddenSegment = '*';
/** Stands for a URL of which nothing can be shown. */
const hiddenUrl = '[url]';

/**
 * A URL as it may stand in a log: origin and the shape of the path. User name, query and fragment are left out, and path
 * segments other than the well-known words of the calendar services' interfaces are `*`.
 *
 * @public
 */
export function redactUrl(url: string | URL): string {
  const text = String(url);
  if (!URL.canParse(text)) return hiddenUrl;
  const { protocol, host, pathname } = new URL(text);
  if (!['https:', 'http:', 'wss:', 'ws:'].includes(protocol)) return hiddenUrl;
  const path = pathname
    .split('/')
    .map((segment) => (segment === '' || knownSegments.has(segment.toLowerCase()) ? segment : hiddenSegment));
  return `${protocol}//${host}${path.join('/')}`;
}
