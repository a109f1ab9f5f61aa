import { get as getPlain } from 'node:http';
import { get as getOverTls } from 'node:https';

const maxBytes = 256 * 1024;
const timeoutMs = 10_000;
const loopbackNames = new Set(['127.0.0.1', '[::1]', 'localhost']);

/** Refuses addresses outside this machine: an emulator asks nobody else. */
export function requireLoopback(address: string): void {
  const { hostname } = new URL(address);
  if (!loopbackNames.has(hostname)) throw new RangeError('Keys of an issuer are fetched from loopback only');
}

/**
 * Fetches a JSON document from another emulator.
 *
 * @param certificateAuthority - PEM of the authority to trust over HTTPS.
 * @returns nothing when there is no such document.
 */
export function fetchJson(address: string, certificateAuthority: string | undefined): Promise<unknown> {
  requireLoopback(address);
  const get = address.startsWith('https:') ? getOverTls : getPlain;
  return new Promise((resolve) => {
    const request = get(address, { timeout: timeoutMs, ca: certificateAuthority, agent: false }, (answer) => {
      const parts: Buffer[] = [];
      let size = 0;
      answer.on('data', (part: Buffer) => {
        size += part.byteLength;
        if (size > maxBytes) request.destroy();
        else parts.push(part);
      });
      answer.on('close', () => resolve(answer.complete ? parse(Buffer.concat(parts)) : undefined));
    });
    request.on('timeout', () => request.destroy());
    request.on('error', () => resolve(undefined));
  });
}

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}
