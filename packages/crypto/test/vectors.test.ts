import { createCipheriv, hkdfSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { keyRing, open } from '@kalends/crypto';
import { encodeBinding } from '../src/credential-binding.ts';
import { sealRecord } from '../src/seal-record.ts';
import published from '../vectors/sealed-text-v1.json' with { type: 'json' };

type Vector = (typeof published.vectors)[number];

const bytes = (hex: string): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.from(hex, 'hex'));
const ringOf = ({ key, keyId }: { key: string; keyId: string }): ReturnType<typeof keyRing> =>
  keyRing({ keys: [{ id: keyId, key: bytes(key) }], activeKeyId: keyId });

describe('published vectors', () => {
  test.for(published.vectors)('open: $name', async (vector) => {
    const opened = await open({ ring: await ringOf(vector), sealed: vector.sealed, binding: vector.binding });
    expect(opened).toEqual(bytes(vector.plaintext));
  });

  test.for(published.vectors)('seal: $name', async (vector) => {
    const [keyId, keyPart, nonce] = [vector.keyId, bytes(vector.keyPart), bytes(vector.nonce)];
    const key = await (await ringOf(vector)).recoverDataKey({ keyId, keyPart });
    const binding = encodeBinding(vector.binding);
    const sealed = await sealRecord({ keyId, keyPart, key, nonce, binding, plaintext: bytes(vector.plaintext) });
    expect(sealed).toBe(vector.sealed);
  });

  test.for(published.vectors)('independent computation: $name', (vector) => {
    expect(independently(vector)).toEqual({
      dataKey: vector.dataKey,
      additionalData: vector.additionalData,
      sealed: vector.sealed,
    });
  });

  test('give different additional data for bindings that would be equal without lengths', () => {
    const confusable = published.vectors.filter((vector) => vector.name.startsWith('binding whose fields'));
    expect(confusable).toHaveLength(2);
    expect(new Set(confusable.map((vector) => Object.values(vector.binding).join(''))).size).toBe(1);
    expect(new Set(confusable.map((vector) => vector.additionalData)).size).toBe(2);
  });

  test.for(published.refused)('refused: $name', async (vector) => {
    const opening = open({ ring: await ringOf(vector), sealed: vector.sealed, binding: vector.binding });
    await expect(opening).rejects.toMatchObject({ name: 'SealError', code: vector.code });
  });
});

/** The format once more, with Node's own cryptography and nothing from this package. */
function independently(vector: Vector): { dataKey: string; additionalData: string; sealed: string } {
  const { tenantId, userId, provider, credentialId, purpose } = vector.binding;
  const keyPart = Buffer.from(vector.keyPart, 'hex');
  const nonce = Buffer.from(vector.nonce, 'hex');
  const info = fields('kalends sealed text 1 data key', vector.keyId);
  const dataKey = Buffer.from(hkdfSync('sha256', Buffer.from(vector.key, 'hex'), keyPart, info, 32));
  const additionalData = fields('kal1', vector.keyId, keyPart, tenantId, userId, provider, credentialId, purpose);
  const cipher = createCipheriv('aes-256-gcm', dataKey, nonce).setAAD(additionalData);
  const ciphertext = Buffer.concat([cipher.update(vector.plaintext, 'hex'), cipher.final(), cipher.getAuthTag()]);
  const binary = [keyPart, nonce, ciphertext].map((part) => part.toString('base64url'));
  return {
    dataKey: dataKey.toString('hex'),
    additionalData: additionalData.toString('hex'),
    sealed: ['kal1', vector.keyId, ...binary].join('.'),
  };
}

function fields(...values: (string | Buffer)[]): Buffer {
  const encoded = values.map((value) => {
    const field = Buffer.from(value);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(field.length);
    return Buffer.concat([length, field]);
  });
  return Buffer.concat(encoded);
}
