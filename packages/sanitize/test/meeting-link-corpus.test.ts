import { expect, test } from 'vitest';
import { extractMeetingLink } from '../src/index.ts';
import { corpus } from './meeting-link-corpus.ts';

test('holds at least 80 texts, a quarter of them without a link', () => {
  expect(corpus.length).toBeGreaterThanOrEqual(80);
  expect(corpus.filter((entry) => entry.expected === undefined).length).toBeGreaterThan(corpus.length / 4);
});

test.each(corpus)('$name', ({ text, contentType, expected }) => {
  const link = extractMeetingLink({ body: { contentType: contentType ?? 'text', content: text } });
  const wanted = expected === undefined ? undefined : { service: expected[0], url: expected[1], source: 'body' };
  expect(link).toEqual(wanted);
});

test.each(corpus.filter((entry) => entry.contentType === undefined))('$name, as a location', ({ text, expected }) => {
  expect(extractMeetingLink({ locations: [{ name: text }] })?.url).toBe(expected?.[1]);
});
