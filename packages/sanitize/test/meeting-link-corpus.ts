import type { EventBody } from '@kalends/core';

/** One invented invitation: what stands in it, and the link that joins the meeting (or that there is none). */
export interface CorpusEntry {
  readonly name: string;
  readonly text: string;
  readonly contentType?: EventBody['contentType'];
  readonly expected: readonly [service: string, url: string] | undefined;
}

const zoom = 'https://us02web.zoom.us/j/81234567890?pwd=QUJDREVGR0hJSktMTU5PUA.1';
const teams =
  'https://teams.microsoft.com/l/meetup-join/19%3ameeting_MjA0NmEyYzctOTQ0Ny00ZDM5%40thread.v2/0?context=%7b%22Tid%22%3a%225f1c0f0a-1111-4222-8333-944445555666%22%2c%22Oid%22%3a%22aaaabbbb-cccc-4ddd-8eee-ffff00001111%22%7d';
const teamsShort = 'https://teams.microsoft.com/meet/2468013579246?p=aBcDeF012345';
const meet = 'https://meet.google.com/abc-defg-hij';
const webex = 'https://example.webex.com/example/j.php?MTID=m0123456789abcdef0123456789abcdef';

const yes = (name: string, text: string, service: string, url: string = text): CorpusEntry => ({
  name,
  text,
  expected: [service, url],
});
const no = (name: string, text: string): CorpusEntry => ({ name, text, expected: undefined });
const html = (name: string, text: string, service: string, url: string): CorpusEntry => ({
  name,
  text,
  contentType: 'html',
  expected: [service, url],
});

const encoded = encodeURIComponent;
const safeLink = (url: string): string =>
  `https://nam02.safelinks.protection.outlook.com/?url=${encoded(url)}&data=05%7C02%7C%7Cabc&sdata=x%3D&reserved=0`;
const urlDefense2 = (url: string): string =>
  `https://urldefense.proofpoint.com/v2/url?u=${url.replace(/[^A-Za-z0-9./]/g, (c) => `-${c.charCodeAt(0).toString(16).toUpperCase()}`).replaceAll('/', '_')}&d=DwMFaQ&c=abc&r=def&m=ghi&s=jkl&e=`;
const google = (url: string): string => `https://www.google.com/url?q=${encoded(url)}&sa=D&source=calendar&usg=AOvVaw0`;

export const corpus: readonly CorpusEntry[] = [
  // Services and their forms
  yes('Zoom with passcode', zoom, 'zoom'),
  yes('Zoom without passcode', 'https://zoom.us/j/123456789', 'zoom'),
  yes('Zoom vanity host', 'https://example-company.zoom.us/j/98765432100?pwd=abc', 'zoom'),
  yes('Zoom personal link', 'https://example.zoom.us/my/ada.lovelace', 'zoom'),
  yes('Zoom personal link with passcode', 'https://zoom.us/my/ada?pwd=c2VjcmV0', 'zoom'),
  yes('Zoom webinar', 'https://us06web.zoom.us/w/81234567890?tk=abc.DQ&pwd=x', 'zoom'),
  yes('Zoom start link', 'https://zoom.us/s/81234567890', 'zoom'),
  yes('Zoom web client', 'https://zoom.us/wc/join/81234567890?pwd=abc', 'zoom'),
  yes('Zoom web client on app host', 'https://app.zoom.us/wc/81234567890/join?fromPWA=1', 'zoom'),
  yes('Zoom for government', 'https://www.zoomgov.com/j/1612345678?pwd=abc', 'zoom'),
  yes('Zoom .com', 'https://us02web.zoom.com/j/81234567890', 'zoom'),
  yes('Zoom China', 'https://example.zoom.com.cn/j/81234567890', 'zoom'),
  yes('Zoom with fragment', 'https://zoom.us/j/81234567890?pwd=abc#success', 'zoom'),
  yes('upper case host', 'HTTPS://US02WEB.ZOOM.US/j/81234567890', 'zoom', 'https://us02web.zoom.us/j/81234567890'),
  yes('default port written out', 'https://zoom.us:443/j/81234567890', 'zoom', 'https://zoom.us/j/81234567890'),
  yes('Teams', teams, 'teams'),
  yes('Teams short link', teamsShort, 'teams'),
  yes('Teams personal', 'https://teams.live.com/meet/9312345678901?p=AbCdEf', 'teams'),
  yes('Teams on the cloud domain', 'https://teams.cloud.microsoft/meet/2468013579246?p=abc', 'teams'),
  yes('Teams GCC High', teams.replace('teams.microsoft.com', 'gov.teams.microsoft.us'), 'teams'),
  yes('Teams DoD', teams.replace('teams.microsoft.com', 'dod.teams.microsoft.us'), 'teams'),
  yes('Teams 21Vianet', teams.replace('teams.microsoft.com', 'teams.microsoftonline.cn'), 'teams'),
  yes(
    'Teams with the path in the fragment',
    'https://teams.microsoft.com/_#/l/meetup-join/19%3ameeting_x%40thread.v2/0?context=%7b%7d',
    'teams',
  ),
  yes(
    'Teams launcher page',
    'https://teams.microsoft.com/dl/launcher/launcher.html?url=%2F_%23%2Fl%2Fmeetup-join%2F19%3Ameeting_x%40thread.v2%2F0&type=meetup-join',
    'teams',
    'https://teams.microsoft.com/_#/l/meetup-join/19:meeting_x@thread.v2/0',
  ),
  yes('Meet', meet, 'meet'),
  yes('Meet with account', 'https://meet.google.com/abc-defg-hij?authuser=0&hs=122', 'meet'),
  yes('Meet look-up', 'https://meet.google.com/lookup/abc123def', 'meet'),
  yes('Meet nickname', 'https://g.co/meet/daily-stand-up', 'meet'),
  yes('Webex', webex, 'webex'),
  yes('Webex personal room', 'https://example.webex.com/meet/ada.lovelace', 'webex'),
  yes('Webex join path', 'https://example.webex.com/join/ada', 'webex'),
  yes('Webex event', 'https://example.webex.com/example/onstage/g.php?MTID=e0123', 'webex'),
  yes(
    'Webex app page',
    'https://example.webex.com/webappng/sites/example/meeting/info/0123abcd?siteurl=example',
    'webex',
  ),
  yes(
    'Webex join service',
    'https://example.webex.com/wbxmjs/joinservice/sites/example/meeting/download/0123abcd',
    'webex',
  ),
  yes('Webex for government', 'https://agency.webexgov.us/meet/ada', 'webex'),
  yes('Skype', 'https://join.skype.com/AbCdEfGhIjKl', 'skype'),
  yes('Skype for Business Online', 'https://meet.lync.com/example/ada/ABC123DE', 'skype'),

  // In a sentence
  yes('end of a sentence', `Join at ${meet}.`, 'meet', meet),
  yes('in round brackets', `Stand-up (${meet})`, 'meet', meet),
  yes('in angle brackets', `Join<${teamsShort}>`, 'teams', teamsShort),
  yes('in double quotes', `Open "${zoom}" now`, 'zoom', zoom),
  yes('in single quotes', `Open '${zoom}' now`, 'zoom', zoom),
  yes('Markdown link', `[Join the meeting](${zoom})`, 'zoom', zoom),
  yes('Markdown emphasis', `**${meet}**`, 'meet', meet),
  yes('after a comma', `Room 4.01,${zoom}`, 'zoom', zoom),
  yes('two links with a semicolon', `https://example.com/agenda;${zoom}`, 'zoom', zoom),
  yes('glued to a word', `Join here${meet}`, 'meet', meet),
  yes('CJK full stop behind', `${meet}\u3002`, 'meet', meet),
  yes('after other links', `https://example.com/agenda https://support.zoom.us/hc/en-us ${zoom}`, 'zoom', zoom),
  yes('zero-width space inside', `https://meet.google.com/\u200babc-defg-hij`, 'meet', meet),
  yes('soft hyphen inside', `https://meet.google.com/abc-\u00addefg-hij`, 'meet', meet),
  yes('second of two forms', `https://zoom.us/u/abcd ${zoom}`, 'zoom', zoom),

  // Escaped
  yes(
    '&amp; in plain text',
    'https://us06web.zoom.us/w/81234567890?tk=abc&amp;pwd=x',
    'zoom',
    'https://us06web.zoom.us/w/81234567890?tk=abc&pwd=x',
  ),
  yes(
    '&amp;amp;',
    'https://us06web.zoom.us/w/81234567890?tk=a&amp;amp;pwd=x',
    'zoom',
    'https://us06web.zoom.us/w/81234567890?tk=a&pwd=x',
  ),
  yes(
    'numeric references',
    'https:&#47;&#x2f;zoom.us&#47;j&#47;81234567890&#63;pwd=abc',
    'zoom',
    'https://zoom.us/j/81234567890?pwd=abc',
  ),
  yes('escaped angle brackets', `Join&lt;${teamsShort}&gt; now`, 'teams', teamsShort),
  yes('percent-encoded', `open?to=${encoded(zoom)}`, 'zoom', zoom),
  yes('percent-encoded, more parameters', `open?to=${encoded(zoom)}&from=mail`, 'zoom', zoom),
  html('HTML link', `<p><a href="${zoom}">Join</a></p>`, 'zoom', zoom),
  html(
    'HTML link with &amp;',
    '<a href="https://zoom.us/w/81234567890?tk=a&amp;pwd=b">Join</a>',
    'zoom',
    'https://zoom.us/w/81234567890?tk=a&pwd=b',
  ),
  html('HTML link in single quotes', `<a href='${meet}'>Join</a>`, 'meet', meet),
  html('HTML text only', `<div>Join:<br>${meet}<br></div>`, 'meet', meet),
  html('HTML word break inside', '<div>https://meet.google<wbr>.com/abc-<wbr>defg-hij</div>', 'meet', meet),
  html(
    'HTML split by spans',
    '<b>https://zoom.us/j/</b><span>81234567890</span>',
    'zoom',
    'https://zoom.us/j/81234567890',
  ),

  // Broken over lines
  yes(
    'in angle brackets over lines',
    `<${teams.slice(0, 70)}\r\n${teams.slice(70, 140)}\r\n  ${teams.slice(140)}>`,
    'teams',
    teams,
  ),
  yes(
    'wrapped at 76 columns',
    `${teams.slice(0, 76)}\n${teams.slice(76, 152)}\n${teams.slice(152)}\nMeeting ID: 123`,
    'teams',
    teams,
  ),
  yes('wrapped at 72 with text in front', `Join: ${zoom.slice(0, 66)}\n${zoom.slice(66)}\n`, 'zoom', zoom),
  yes(
    'quoted-printable',
    `https://us02web.zoom.us/j/81234567890?pwd=3DQUJDREVGR0=\r\nhJSktMTU5PUA.1\r\n`,
    'zoom',
    zoom,
  ),
  yes('quoted-printable without a query', 'https://meet.google.com/abc-de=\r\nfg-hij\r\n', 'meet', meet),
  yes('quoted-printable Teams', `Join: ${teams.replaceAll('=', '=3D').replace(/(.{70})/g, '$1=\n')}\n`, 'teams', teams),
  yes('not wrapped, next line is a word', `Please join the meeting with this link: ${meet}\nThanks`, 'meet', meet),
  yes(
    'not wrapped, next line is a sentence',
    `Please use this link for our weekly meeting, and be on time: ${meet}\nSee you 2day`,
    'meet',
    meet,
  ),
  yes('not wrapped, short line', `${meet}\n12345\n`, 'meet', meet),

  yes('in angle brackets, quoted-printable', '<https://meet.google.com/abc-de=\r\nfg-hij>', 'meet', meet),
  yes(
    'wrapped behind the equals sign of a parameter',
    'https://us02web.zoom.us/j/81234567890?from=addon&lang=en-GB&pwd=\nQUJDREVG.1\n',
    'zoom',
    'https://us02web.zoom.us/j/81234567890?from=addon&lang=en-GB&pwd=QUJDREVG.1',
  ),
  yes('not wrapped, a line no mail program leaves', `${'word '.repeat(20)}${meet}\n12345\n`, 'meet', meet),
  yes(
    'not wrapped, next line begins with a number',
    `Use this link for our weekly meeting: ${meet}\n2nd floor`,
    'meet',
    meet,
  ),
  yes('in a script', "open('https://zoom.us/j/81234567890?pwd=a'+b)", 'zoom', 'https://zoom.us/j/81234567890?pwd=a'),

  // Wrapped by mail filters
  yes('Safe Links', safeLink(zoom), 'zoom', zoom),
  yes(
    'Safe Links, government',
    `https://usg02.safelinks.protection.office365.us/?url=${encoded(teamsShort)}&data=1`,
    'teams',
    teamsShort,
  ),
  yes('Safe Links, escaped', safeLink(teamsShort).replaceAll('&', '&amp;'), 'teams', teamsShort),
  yes(
    'Safe Links in Teams',
    `https://statics.teams.cdn.office.net/evergreen-assets/safelinks/1/atp-safelinks.html?url=${encoded(meet)}&locale=en`,
    'meet',
    meet,
  ),
  yes('URL Defense v1', `https://urldefense.proofpoint.com/v1/url?u=${encoded(zoom)}&k=abc%3D%0A`, 'zoom', zoom),
  yes('URL Defense v2', urlDefense2(zoom), 'zoom', zoom),
  yes('URL Defense v3 without replacements', `https://urldefense.com/v3/__${meet}__;!!Abc123!xyz$`, 'meet', meet),
  yes(
    'URL Defense v3 with replacements',
    `https://urldefense.com/v3/__https://us02web.zoom.us/j/81234567890*pwd=abc__;Pw!!Abc123!xyz$`,
    'zoom',
    'https://us02web.zoom.us/j/81234567890?pwd=abc',
  ),
  yes(
    'URL Defense v3 with a run of replacements',
    'https://urldefense.com/v3/__https://zoom.us/my/ada**Apwd=abc__;Pz8!!Abc123!xyz$',
    'zoom',
    'https://zoom.us/my/ada??pwd=abc',
  ),
  yes(
    'URL Defense v3 with one slash',
    'https://urldefense.com/v3/__https:/meet.google.com/abc-defg-hij__;!!A!b$',
    'meet',
    meet,
  ),
  yes('Google redirect', google(zoom), 'zoom', zoom),
  yes('Google redirect with url=', `https://www.google.com/url?sa=t&url=${encoded(meet)}`, 'meet', meet),
  yes('Barracuda', `https://linkprotect.cudasvc.com/url?a=${encoded(zoom)}&c=E,1,abc`, 'zoom', zoom),
  yes('Safe Links round URL Defense', safeLink(urlDefense2(zoom)), 'zoom', zoom),
  yes('Google round Safe Links round Google', google(safeLink(google(meet))), 'meet', meet),
  yes('four wrappers', safeLink(safeLink(safeLink(safeLink(meet)))), 'meet', meet),

  // Look-alikes
  no('service name as a label', 'https://zoom.us.example/j/81234567890'),
  no('service name as user name', 'https://zoom.us@evil.example/j/81234567890'),
  no('service name as user name and password', 'https://zoom.us:443@evil.example/j/81234567890'),
  no('service name as a suffix without a dot', 'https://evil-zoom.us/j/81234567890'),
  no('service name glued', 'https://notzoom.us/j/81234567890'),
  no('Cyrillic o', 'https://z\u043eom.us/j/81234567890'),
  no('punycode of it', 'https://xn--zom-emc.us/j/81234567890'),
  no('full-width letters', 'https://\uff5aoom.us/j/81234567890'),
  no('escaped host', 'https://zoom%2eus/j/81234567890'),
  no('backslash', 'https://evil.example\\@zoom.us/j/81234567890'),
  no('backslash behind the host', 'https://zoom.us\\@evil.example/j/81234567890'),
  no('plain http', 'http://zoom.us/j/81234567890'),
  no('another port', 'https://zoom.us:8443/j/81234567890'),
  no('IP address', 'https://192.0.2.1/j/81234567890'),
  no('IPv6 address', 'https://[2001:db8::1]/j/81234567890'),
  no('host with a dot behind', 'https://zoom.us./j/81234567890'),
  no('service in the path', 'https://evil.example/zoom.us/j/81234567890'),
  no('service in the query', `https://evil.example/?u=${encoded(zoom)}`),
  no('service in the query, not encoded', `https://evil.example/?u=${zoom}`),
  no('service in the fragment', 'https://evil.example/#https://zoom.us/j/81234567890'),
  no('Teams look-alike', 'https://teams.microsoft.com.evil.example/l/meetup-join/19%3ameeting_x%40thread.v2/0'),
  no('host below Teams', 'https://evil.teams.microsoft.com.example/meet/2468013579246'),
  no('host below Meet', 'https://evil.meet.google.com/abc-defg-hij'),
  no('Webex without a site', 'https://webex.com/meet/ada'),
  no(
    'Safe Links look-alike',
    `https://safelinks.protection.outlook.com.evil.example/?url=${encoded('https://evil.example/j/1')}`,
  ),
  no('wrapped look-alike', safeLink('https://zoom.us.example/j/81234567890')),
  no('wrapped plain http', safeLink('http://zoom.us/j/81234567890')),
  no('wrapped user name', google('https://zoom.us@evil.example/j/81234567890')),
  no(
    'launcher with a foreign host',
    'https://teams.microsoft.com/dl/launcher/launcher.html?url=%2F%2Fevil.example%2Fl%2Fmeetup-join%2Fx',
  ),
  no('too many wrappers', safeLink(safeLink(safeLink(safeLink(safeLink(meet)))))),
  no(
    'URL Defense v3 with too few replacements',
    'https://urldefense.com/v3/__https://zoom.us/j/81234567890*pwd=*__;Pw!!A!b$',
  ),
  no('URL Defense v3 with broken base64', 'https://urldefense.com/v3/__https://zoom.us/j/81234567890*__;%%%!!A!b$'),

  // Pages of the services that join nothing
  no('Zoom home', 'https://zoom.us'),
  no('Zoom telephone numbers', 'https://us02web.zoom.us/u/kabcdefghi'),
  no('Zoom registration', 'https://us02web.zoom.us/meeting/register/tJAbCdEf'),
  no('Zoom help', 'https://support.zoom.us/hc/en-us/articles/201362193'),
  no('Zoom recording', 'https://us02web.zoom.us/rec/share/abc'),
  no('Teams options', 'https://teams.microsoft.com/meetingOptions/?organizerId=a&tenantId=b'),
  no('Teams channel', 'https://teams.microsoft.com/l/channel/19%3aabc%40thread.tacv2/General'),
  no('Teams help', 'https://aka.ms/JoinTeamsMeeting?omkt=en-US'),
  no('Teams telephone', 'https://dialin.teams.microsoft.com/usp/pstnconferencing'),
  no('Meet home', 'https://meet.google.com/'),
  no('Meet telephone', 'https://tel.meet/abc-defg-hij?pin=1234567890123'),
  no('Webex without a meeting', 'https://example.webex.com/example/j.php?UID=1'),
  no('nothing but text', 'Meeting room 4.01, second floor'),
  no('no text', ''),
  no('scheme alone', 'https://'),
];
