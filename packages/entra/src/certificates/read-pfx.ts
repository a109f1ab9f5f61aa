import { createPrivateKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { revealSecret } from '@kalends/core';
import forge from 'node-forge';
import type { PfxClientCertificate } from './client-certificate.ts';
import { privateKeyError } from './private-key-error.ts';
import { isFileSource, readKeyFile } from './read-file.ts';

/**
 * Reads a certificate and its key from a PKCS #12 container (RFC 7292). Node takes such a container for TLS only and does not
 * give the key out.
 *
 * @throws CalendarError `privateKeyUnavailable` with a `reason`.
 * @see docs/decisions/2026-11-22-entra-certificates.md
 */
export async function readPfx(
  source: PfxClientCertificate,
  provider: string,
): Promise<{ readonly pem: string; readonly key: KeyObject }> {
  const bytes = isFileSource(source.pfx) ? await readKeyFile(source.pfx, provider) : source.pfx;
  const passphrase =
    source.passphrase === undefined
      ? undefined
      : await revealSecret(source.passphrase, { provider, setting: 'certificate.passphrase' });
  const container = open(bytes, passphrase, provider);
  const bagsOf = (type: string): readonly forge.pkcs12.Bag[] => container.getBags({ bagType: type })[type] ?? [];
  const keyBag = [forge.pki.oids['pkcs8ShroudedKeyBag'], forge.pki.oids['keyBag']]
    .flatMap((type) => (type === undefined ? [] : bagsOf(type)))
    .find(({ key }) => key !== undefined && key !== null);
  if (keyBag?.key === undefined || keyBag.key === null) throw privateKeyError(provider, 'keyMissing');
  const certificates = bagsOf(forge.pki.oids['certBag'] ?? '');
  const own = certificates.find((bag) => isSameKey(bag, keyBag)) ?? certificates[0];
  if (own?.cert === undefined || own.cert === null) throw privateKeyError(provider, 'keyMismatch');
  return {
    pem: forge.pki.certificateToPem(own.cert),
    key: createPrivateKey(forge.pki.privateKeyToPem(keyBag.key)),
  };
}

function open(bytes: Uint8Array, passphrase: string | undefined, provider: string): forge.pkcs12.Pkcs12Pfx {
  const der = forge.util.createBuffer(Buffer.from(bytes).toString('binary'));
  let structure: forge.asn1.Asn1;
  try {
    structure = forge.asn1.fromDer(der);
  } catch (error) {
    throw privateKeyError(provider, 'keyNotReadable', error);
  }
  // No passphrase and an empty one give different keys (RFC 7292, appendix B.1), and tools write either.
  const candidates = passphrase === undefined ? [undefined, ''] : [passphrase];
  let failure: unknown;
  for (const candidate of candidates) {
    try {
      return forge.pkcs12.pkcs12FromAsn1(structure, false, candidate);
    } catch (error) {
      failure = error;
    }
  }
  const isPassphrase = failure instanceof Error && /password|MAC|decrypt/i.test(failure.message);
  throw privateKeyError(provider, isPassphrase ? 'wrongPassphrase' : 'keyNotReadable', failure);
}

/** A container can hold a chain; the leaf is the one with the key. */
function isSameKey(bag: forge.pkcs12.Bag, { key }: forge.pkcs12.Bag): boolean {
  const certificateKey = bag.cert?.publicKey;
  const modulus = certificateKey !== undefined && 'n' in certificateKey ? certificateKey.n : undefined;
  const own = key !== undefined && key !== null && 'n' in key ? key.n : undefined;
  return modulus !== undefined && own !== undefined && modulus.equals(own);
}
