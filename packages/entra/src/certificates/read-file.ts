import { readFile } from 'node:fs/promises';
import { CalendarError } from '@kalends/core';
import type { FileSource } from './client-certificate.ts';
import { privateKeyError } from './private-key-error.ts';

/** Certificates and keys have a few kilobytes. */
const maxBytes = 1024 * 1024;

/** Tells a file from a text, a `Secret` or bytes. */
export function isFileSource(source: unknown): source is FileSource {
  return typeof source === 'object' && source !== null && 'file' in source && typeof source.file === 'string';
}

/**
 * Reads the file a private key is in.
 *
 * @throws CalendarError `privateKeyUnavailable`: `keyMissing` when there is no such file, `keyNotReadable` when it may not be read.
 */
export async function readKeyFile({ file }: FileSource, provider: string): Promise<Buffer> {
  try {
    return limited(await readFile(file));
  } catch (error) {
    throw privateKeyError(provider, isMissing(error) ? 'keyMissing' : 'keyNotReadable', error);
  }
}

/**
 * Reads the file a certificate is in.
 *
 * @throws CalendarError `invalidConfiguration`. The path is not part of it.
 */
export async function readCertificateFile({ file }: FileSource, provider: string): Promise<string> {
  try {
    return limited(await readFile(file)).toString('utf8');
  } catch (error) {
    throw new CalendarError({
      code: 'invalidConfiguration',
      message: `The file of the client certificate ${isMissing(error) ? 'does not exist' : 'cannot be read'}`,
      provider,
      cure: { text: 'Correct certificate.certificate in the settings, or the rights on the file.' },
      cause: error,
    });
  }
}

function limited(content: Buffer): Buffer {
  if (content.byteLength > maxBytes) throw new RangeError('too large for a key or certificate');
  return content;
}

function isMissing(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT';
}
