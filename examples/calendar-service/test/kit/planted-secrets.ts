import type { Demo } from '../../src/demo/start-demo.ts';

/** Every password of the demo's people, and every token and password that went between the service and the emulators. */
export function plantedSecrets(demo: Pick<Demo, 'company' | 'emulators'>): string[] {
  const exchanges = Object.values(demo.emulators).flatMap((emulator) => emulator.exchanges);
  const sent = exchanges.flatMap(({ request, response }) => [
    ...(request.headers['authorization']?.split(' ').slice(1) ?? []),
    ...Array.from(
      (response?.body ?? '').matchAll(/"(?:access|refresh|id)_token":\s*"([^"]+)"/g),
      ([, token]) => token ?? '',
    ),
  ]);
  return [...new Set([...sent, ...demo.company.people.map(({ password }) => password)])].filter((one) => one !== '');
}
