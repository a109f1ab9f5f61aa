import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { extractMeetingLink, maxScannedCharacters, maxUrlCharacters, meetingServices } from '../index.ts';

const meet = 'https://meet.google.com/abc-defg-hij';
const zoom = 'https://zoom.us/j/81234567890?pwd=abc';
const text = (content: string) => ({ contentType: 'text', content }) as const;

describe('extractMeetingLink', () => {
  test('takes conference data before locations, locations before the body, the body before the description', () => {
    const source = {
      conference: { url: 'https://teams.live.com/meet/9312345678901', service: 'teams' as const },
      locations: [{ name: 'Room 4.01' }, { name: meet }],
      body: text(zoom),
      description: 'https://join.skype.com/AbCdEfGhIjKl',
    };
    expect(extractMeetingLink(source)).toEqual({ ...source.conference, source: 'conference' });
    const { conference: _conference, ...rest } = source;
    expect(extractMeetingLink(rest)).toEqual({ url: meet, service: 'meet', source: 'location' });
    expect(extractMeetingLink({ ...rest, locations: [] })).toEqual({ url: zoom, service: 'zoom', source: 'body' });
    expect(extractMeetingLink({ description: source.description })?.service).toBe('skype');
    expect(extractMeetingLink({})).toBeUndefined();
  });

  test('reads a string as a body', () => {
    expect(extractMeetingLink(`Join ${meet}`)).toEqual({ url: meet, service: 'meet', source: 'body' });
  });

  test.each([
    ['a service it does not know', 'https://video.example.com/room/1', 'other', 'other'],
    ['a service under another name', zoom, 'other', 'zoom'],
    ['a claim the host contradicts', 'https://evil.example/j/1', 'zoom', 'other'],
    ['Skype for Business on a host of its own', 'https://meet.example.com/ada/ABC', 'skype', 'skype'],
  ] as const)('conference data of %s', (_name, url, service, expected) => {
    expect(extractMeetingLink({ conference: { url, service } })).toEqual({
      url,
      service: expected,
      source: 'conference',
    });
  });

  test.each([
    'http://zoom.us/j/1',
    'https://ada@video.example.com/',
    'javascript:alert(1)',
    'https://192.0.2.1/',
    'https://192.0.2.0x1/',
    'https://video.example.com/a b',
    'https://video.example.com/a\\b',
    '',
  ])('passes over the conference address %j', (url) => {
    const link = extractMeetingLink({ conference: { url, service: 'other' }, locations: [{ name: meet }] });
    expect(link?.source).toBe('location');
  });

  test('unwraps the conference address', () => {
    const url = `https://eur01.safelinks.protection.outlook.com/?url=${encodeURIComponent(meet)}`;
    expect(extractMeetingLink({ conference: { url, service: 'other' } })).toMatchObject({ url: meet, service: 'meet' });
  });

  describe('additionalHosts', () => {
    const find = (url: string) => extractMeetingLink(url, { additionalHosts: ['video.example.com', '*.example.org'] });

    test.each([
      'https://video.example.com/join/42',
      'https://video.example.com/MEETING?id=42',
      'https://a.b.example.org/x/meet/ada',
    ])('finds %s', (url) => expect(find(url)).toEqual({ url, service: 'other', source: 'body' }));

    test.each([
      'https://video.example.com/joint/42',
      'https://video.example.com/agenda',
      'https://example.org/join/42',
      'https://below.video.example.com/join/42',
      'https://video.example.com.evil.example/join/42',
      'http://video.example.com/join/42',
    ])('refuses %s', (url) => expect(find(url)).toBeUndefined());

    test.each(['Video.example.com', 'video.example.com/join', '*', '*.*.example', '192.0.2.1', 'localhost', ''])(
      'does not accept %j as a host',
      (host) => {
        expect(() => extractMeetingLink(meet, { additionalHosts: [host] })).toThrow(
          expect.objectContaining({ code: 'invalidArgument' }),
        );
      },
    );
  });

  test('does not see a link behind the limit, and none that is too long', () => {
    const before = 'x'.repeat(maxScannedCharacters - meet.length - 1);
    expect(extractMeetingLink(`${before} ${meet}`)?.url).toBe(meet);
    expect(extractMeetingLink(`${before}xx ${meet}`)).toBeUndefined();
    const long = (length: number): string => `${zoom}${'a'.repeat(length - zoom.length)}`;
    expect(extractMeetingLink(long(maxUrlCharacters))).toBeDefined();
    expect(extractMeetingLink(long(maxUrlCharacters + 1))).toBeUndefined();
  });

  test('whatever the text, the result is an https link on a host of the table', () => {
    const hosts = meetingServices.flatMap((service) => service.hosts.map((host) => host.replace('*.', '')));
    const piece = fc.oneof(
      fc.constantFrom(
        'https://',
        'zoom.us',
        '/j/81234567890',
        '@',
        '.',
        '%2f',
        '\\',
        '?url=',
        '<',
        '>',
        '\n',
        ' ',
        '&amp;',
      ),
      fc.constantFrom(
        ...hosts,
        meet,
        'https%3A%2F%2F',
        'https://www.google.com/url?q=',
        '=\r\n',
        '\u043e',
        ':443',
        '#',
      ),
      fc.string({ maxLength: 5 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const link = extractMeetingLink(pieces.join(''));
        const url = new URL(link?.url ?? meet);
        expect(url.protocol).toBe('https:');
        expect(url.username + url.password + url.port).toBe('');
        expect(hosts.some((host) => url.hostname === host || url.hostname.endsWith(`.${host}`))).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });
});
