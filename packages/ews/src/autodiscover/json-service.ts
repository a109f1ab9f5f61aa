import { z } from 'zod';
import type { AutodiscoverAnswer } from './answer.ts';

/** The question without credentials (Autodiscover version 2). */
export function jsonQuestion(host: string, address: string): URL {
  const url = new URL(`https://${host}/autodiscover/autodiscover.json/v1.0/`);
  url.pathname += encodeURIComponent(address);
  url.searchParams.set('Protocol', 'Ews');
  return url;
}

const answerSchema = z.object({
  Protocol: z.string().nullish(),
  Url: z.string().nullish(),
  ErrorCode: z.string().nullish(),
});

/** Reads the answer; `undefined` for what is none. */
export function readJsonAnswer(text: string): AutodiscoverAnswer | undefined {
  const parsed = answerSchema.safeParse(parse(text));
  if (!parsed.success) return undefined;
  const { Url: url, ErrorCode: vendorCode, Protocol: protocol } = parsed.data;
  if (url !== undefined && url !== null && url !== '') return { kind: 'settings', ewsUrl: url };
  // Any JSON object would do otherwise.
  if (vendorCode === undefined || vendorCode === null)
    return protocol === undefined ? undefined : { kind: 'failed', vendorCode: undefined };
  return { kind: 'failed', vendorCode };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
