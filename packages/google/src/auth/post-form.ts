import type { Fetch } from '@kalends/core';
import type { VendorAnswer } from '../errors/to-calendar-error.ts';

/** Sends a form to one of the OAuth endpoints and reads the answer: JSON, or the text when it is none. */
export async function postForm(
  form: Readonly<Record<string, string>>,
  options: { readonly url: string; readonly fetch: Fetch; readonly signal?: AbortSignal | undefined },
): Promise<VendorAnswer> {
  const response = await options.fetch(options.url, {
    method: 'POST',
    headers: { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(form).toString(),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  });
  const text = await response.text();
  return { status: response.status, data: parsed(text), header: (name) => response.headers.get(name) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
