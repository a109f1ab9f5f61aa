import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { batchBody, batchContentType, readBatch } from './batch-message.ts';

const part = (index: number, head: string, body: string): string =>
  `--b_1\r\nContent-Type: application/http\r\nContent-ID: <response-item${index}>\r\n\r\n${head}\r\n\r\n${body}\r\n`;
const type = 'multipart/mixed; boundary=b_1';

describe('batchBody', () => {
  it('names each read by its place', () => {
    expect(batchContentType).toBe('multipart/mixed; boundary=kalends_batch');
    expect(batchBody(['/a?b=%0D%0A', '/c'])).toBe(
      [
        '--kalends_batch',
        'Content-Type: application/http',
        'Content-ID: <item0>',
        '',
        'GET /a?b=%0D%0A',
        '',
        '--kalends_batch',
        'Content-Type: application/http',
        'Content-ID: <item1>',
        '',
        'GET /c',
        '',
        '--kalends_batch--',
        '',
      ].join('\r\n'),
    );
  });
});

describe('readBatch', () => {
  it('finds answers by the names of their questions, in whatever order they come', () => {
    const body = `${part(2, 'HTTP/1.1 404 Not Found\r\nRetry-After: 3', '{"a":1}')}${part(0, 'HTTP/1.1 200 OK', '{"b":"ü🎉"}')}--b_1--`;
    const answers = readBatch(type, body);
    expect([...(answers?.keys() ?? [])]).toEqual([2, 0]);
    expect(answers?.get(2)).toMatchObject({ status: 404, data: { a: 1 } });
    expect(answers?.get(2)?.headers.get('retry-after')).toBe('3');
    expect(answers?.get(0)).toMatchObject({ status: 200, data: { b: 'ü🎉' } });
  });

  it.each([
    ['a quoted boundary', 'multipart/mixed; boundary="b_1"'],
    ['other parameters', 'Multipart/Mixed; charset=UTF-8; boundary=b_1'],
  ])('reads %s', (_what, contentType) => {
    expect(readBatch(contentType, `${part(0, 'HTTP/1.1 204 No Content', '')}--b_1--`)?.get(0)?.status).toBe(204);
  });

  it.each([
    ['no type', null],
    ['JSON', 'application/json'],
    ['no boundary', 'multipart/mixed'],
  ])('knows what is no batch: %s', (_what, contentType) => {
    expect(readBatch(contentType, part(0, 'HTTP/1.1 200 OK', '{}'))).toBeUndefined();
  });

  it('leaves out what it cannot read, and keeps text that is no JSON', () => {
    const body = `${part(0, 'nonsense', '{}')}--b_1\r\n\r\n${part(1, 'HTTP/1.1 502 Bad Gateway', '<html>')}--b_1\r\nContent-ID: <response-itemX>`;
    expect([...(readBatch(type, body) ?? [])].map(([index, { data }]) => [index, data])).toEqual([[1, '<html>']]);
  });

  it('takes a batch that was cut off for the parts that arrived', () => {
    const whole = `${part(0, 'HTTP/1.1 200 OK', '{"a":1}')}${part(1, 'HTTP/1.1 200 OK', '{"b":1}')}--b_1--`;
    const answers = readBatch(type, whole.slice(0, -30));
    expect(answers?.get(0)?.data).toEqual({ a: 1 });
    expect(answers?.get(1)?.data).not.toEqual({ b: 1 });
  });

  it('never throws, whatever it is given', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        readBatch(type, `--b_1\r\n${text}\r\n\r\n--b_1--`);
        readBatch(type, part(1, text, text));
      }),
    );
  });
});
