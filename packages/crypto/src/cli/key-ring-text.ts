import { generateKey } from '../generate-key.ts';
import { isKeyId, keyIdRule } from '../key-id.ts';
import { parseKeyRing } from '../parse-key-ring.ts';
import { SealError } from '../seal-error.ts';

/** The ids of a ring, the active one first. @throws SealError `invalidKey` when the text is no ring. */
export async function keyIdsOf(ring: string): Promise<string[]> {
  await parseKeyRing(ring);
  return entriesOf(ring).map(({ id }) => id);
}

/** A ring of one new key. */
export async function newRing(id: string): Promise<string> {
  return checked(newEntry(id));
}

/** The ring with a new key behind the active one: every process can open with it before one seals with it. */
export async function withNewKey(ring: string, id: string): Promise<string> {
  await parseKeyRing(ring);
  return checked(`${ring},${newEntry(id)}`);
}

/** @throws SealError `invalidKey` for an id that is not well formed: said of the id, not of a ring that the person never saw. */
function newEntry(id: string): string {
  if (!isKeyId(id)) throw new SealError('invalidKey', `The id of a key is ${keyIdRule}.`);
  return `${id}:${generateKey()}`;
}

/** The ring with that key in front, for new texts. */
export async function withActiveKey(ring: string, id: string): Promise<string> {
  await requireKey(ring, id);
  const entries = entriesOf(ring);
  return [...entries.filter((entry) => entry.id === id), ...entries.filter((entry) => entry.id !== id)]
    .map(({ text }) => text)
    .join(',');
}

/** The ring without that key. The active key cannot go. */
export async function withoutKey(ring: string, id: string): Promise<string> {
  const [active] = await requireKey(ring, id);
  if (active === id) throw new SealError('invalidKey', 'The active key cannot be removed. Activate another one first.');
  return entriesOf(ring)
    .filter((entry) => entry.id !== id)
    .map(({ text }) => text)
    .join(',');
}

async function requireKey(ring: string, id: string): Promise<string[]> {
  const ids = await keyIdsOf(ring);
  if (!ids.includes(id)) throw new SealError('unknownKey', `The ring has no key of that id; it has ${ids.join(', ')}.`);
  return ids;
}

async function checked(ring: string): Promise<string> {
  await parseKeyRing(ring);
  return ring;
}

function entriesOf(ring: string): { readonly id: string; readonly text: string }[] {
  return ring.split(',').map((text) => ({ id: text.slice(0, text.indexOf(':')), text }));
}
