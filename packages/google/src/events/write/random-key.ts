import type { Session } from '../../session.ts';

/** 32 characters that nobody else has. */
export function randomKey({ runtime }: Pick<Session, 'runtime'>): string {
  return Array.from(runtime.random.bytes(16), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
