import { exchangeFaults, googleFaults, graphFaults } from '@kalends/testing';
import type { Fault, FaultAction } from '@kalends/testing';
import type { SeededRandom } from '../seeded-random.ts';
import type { ServiceTarget } from '../service-target.ts';

/** All of them pass by themselves: none may be reported as something a person has to cure. */
type MakeFault = (random: SeededRandom) => Fault;

const html = '<!doctype html><title>502 Bad Gateway</title><h1>Bad Gateway</h1>';

const transportFaults: readonly MakeFault[] = [
  () => ({ action: { kind: 'reset', when: 'beforeHandling' } }),
  () => ({ action: { kind: 'reset', when: 'afterHandling' } }),
  () => ({ action: { kind: 'hang' } }),
  (random) => ({ action: { kind: 'truncate', bytes: random.integer(0, 4_000) } }),
  // The same loss, but with headers that say the answer is complete.
  (random) => ({ action: shortened(random.next()) }),
  (random) => ({ action: { kind: 'chunk', chunkBytes: random.integer(1, 700) } }),
  (random) => respond(random.pick([500, 502, 503, 504]), 'text/html', html),
  (random) => respond(random.pick([500, 503]), 'text/plain', ''),
  () => respond(200, 'text/html', html),
];

const vendorFaults: Readonly<Record<ServiceTarget['name'], readonly MakeFault[]>> = {
  graph: [
    (random) => graphFaults.throttled(random.pick([undefined, 1, 12, 300])),
    (random) => graphFaults.serviceUnavailable(random.pick([undefined, 2])),
    () => graphFaults.gatewayTimeout(),
    () => graphFaults.internalServerError(),
  ],
  google: [
    () => googleFaults.rateLimitExceeded(),
    () => googleFaults.userRateLimitExceeded(),
    () => googleFaults.tooManyRequests(),
    (random) => googleFaults.backendError(random.pick([500, 503])),
    () => googleFaults.tokenEndpointUnavailable(),
  ],
  ews: [
    (random) => exchangeFaults.serverBusy(random.pick([undefined, 1_000, 12_000, 300_000])),
    () => exchangeFaults.innerServerBusy(),
    (random) => exchangeFaults.unavailable(random.pick([1, 60])),
    (random) => exchangeFaults.truncatedXml(random.integer(0, 6_000)),
    () => exchangeFaults.loginPage(),
    () => exchangeFaults.unknownElements(),
  ],
};

/**
 * Plans one to five faults for the next requests, each after some requests that go well. A request that hangs lets the time
 * limit pass.
 */
export function planFaults(target: ServiceTarget, random: SeededRandom): void {
  const makers = [...transportFaults, ...vendorFaults[target.name]];
  for (let planned = random.integer(1, 5); planned > 0; planned -= 1) {
    const fault = random.pick(makers)(random);
    let spared = random.integer(0, 3);
    target.emulator.faults.add({
      ...fault,
      // More in a row than there are tries makes the read fail; fewer have to be overcome.
      times: random.pick([1, 1, 2, 4]),
      when(request) {
        if (fault.when?.(request) === false) return false;
        spared -= 1;
        if (spared >= 0) return false;
        if (fault.action.kind === 'hang') setImmediate(() => target.clock.passTimeLimit());
        return true;
      },
    });
  }
}

function respond(status: number, type: string, body: string): Fault {
  return { action: { kind: 'respond', status, headers: { 'content-type': type }, body } };
}

/** Keeps this share of the body, cut at any byte. */
function shortened(share: number): FaultAction {
  return {
    kind: 'rewrite',
    change(response) {
      const bytes = Buffer.from(response.body);
      return { ...response, body: bytes.subarray(0, Math.floor(bytes.length * share)) };
    },
  };
}
