import type { LogFields, Logger } from '@kalends/core';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { redactingLogger } from '../index.ts';

type Line = readonly [level: keyof Logger, event: string, fields: LogFields | undefined];

function recorder(): { readonly logger: Logger; readonly lines: Line[] } {
  const lines: Line[] = [];
  const at = (level: keyof Logger) => (event: string, fields?: LogFields) => void lines.push([level, event, fields]);
  return {
    logger: redactingLogger({ debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }),
    lines,
  };
}

describe('redactingLogger', () => {
  test('passes every field of the closed list on, at every level', () => {
    const { logger, lines } = recorder();
    const fields: Required<LogFields> = {
      provider: 'graph',
      operation: 'events.list',
      code: 'rateLimited',
      status: 429,
      vendorCode: 'ErrorServerBusy',
      requestId: 'b0a9e6a4-3c37-4a6c-8d8e-1f2d3c4b5a69',
      host: 'graph.microsoft.com',
      attempt: 2,
      count: 3,
      durationMs: 12.5,
      retryAfterMs: 1000,
      reason: 'the service asked to wait',
    };
    for (const level of ['debug', 'info', 'warn', 'error'] as const) logger[level]('request.retry', fields);
    expect(lines).toEqual(['debug', 'info', 'warn', 'error'].map((level) => [level, 'request.retry', fields]));
  });

  test('drops other fields and values of the wrong type', () => {
    const { logger, lines } = recorder();
    const fields = { token: 'x', body: { a: 1 }, status: '429', count: Number.NaN, reason: { toString: () => 'x' } };
    logger.warn('request.retry', fields as unknown as LogFields);
    expect(lines).toEqual([['warn', 'request.retry', { reason: '[redacted]' }]]);
  });

  test('redacts texts and names that are none', () => {
    const { logger, lines } = recorder();
    logger.error('mail to ada@example.com', {
      reason: 'ask ada@example.com',
      code: 'a b',
      host: 'https://a.example/x',
    });
    expect(lines).toEqual([
      ['error', '[redacted]', { reason: 'ask [address]', code: '[redacted]', host: '[redacted]' }],
    ]);
  });

  test('logs without fields', () => {
    const { logger, lines } = recorder();
    logger.info('started');
    expect(lines).toEqual([['info', 'started', {}]]);
  });

  test('does not call getters', () => {
    const { logger, lines } = recorder();
    const fields = {
      get reason(): string {
        throw new Error('called');
      },
    };
    logger.info('started', fields);
    expect(lines).toEqual([['info', 'started', {}]]);
  });

  test('no planted address, token or labelled secret survives in any field', () => {
    const canary = fc.stringMatching(/^[a-z]{2,6}canary[a-z0-9]{2,6}$/);
    const planted = canary.chain((word) =>
      fc.constantFrom(
        `${word}@example.com`,
        `Bearer ${word}`,
        `password=${word}`,
        `Passcode: ${word}`,
        `https://example.com/${word}?q=${word}`,
        `eyJ0eXAiOiJKV1Qi.${word}.${word}`,
        `${word}0123456789abcdef0123456789`,
      ),
    );
    const field = fc.constantFrom(
      'provider',
      'operation',
      'code',
      'status',
      'vendorCode',
      'requestId',
      'host',
      'count',
      'reason',
      'other',
    );
    fc.assert(
      fc.property(planted, field, (text, key) => {
        const { logger, lines } = recorder();
        logger.warn(text, { [key]: text });
        expect(JSON.stringify(lines)).not.toContain('canary');
      }),
      { numRuns: 500 },
    );
  });
});
