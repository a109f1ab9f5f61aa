import { exchangeFaults, googleFaults, graphFaults } from '@kalends/testing';
import type { Fault } from '@kalends/testing';
import type { SeededRandom } from '../seeded-random.ts';
import type { ServiceTarget } from '../service-target.ts';

type MakeFault = (random: SeededRandom) => Fault;

/** Before the request arrives, after it took effect, and in the answer. */
const transportFaults: readonly MakeFault[] = [
  () => ({ action: { kind: 'reset', when: 'beforeHandling' } }),
  () => ({ action: { kind: 'reset', when: 'afterHandling' } }),
  () => ({ action: { kind: 'hang' } }),
  (random) => ({ action: { kind: 'truncate', bytes: random.integer(0, 2_000) } }),
  () => ({ action: { kind: 'respond', status: 503, body: '' } }),
];

const vendorFaults: Readonly<Record<ServiceTarget['name'], readonly MakeFault[]>> = {
  graph: [
    (random) => graphFaults.throttled(random.pick([undefined, 1, 12, 300])),
    (random) => graphFaults.serviceUnavailable(random.pick([undefined, 2])),
    () => graphFaults.gatewayTimeout(),
    () => graphFaults.lateGatewayTimeout(),
  ],
  google: [
    () => googleFaults.rateLimitExceeded(),
    () => googleFaults.tooManyRequests(),
    () => googleFaults.backendError(503),
    () => googleFaults.lateGatewayTimeout({ when: () => true }),
  ],
  ews: [
    (random) => exchangeFaults.serverBusy(random.pick([undefined, 1_000, 12_000, 300_000])),
    () => exchangeFaults.innerServerBusy(),
    (random) => exchangeFaults.unavailable(random.pick([1, 60])),
    () => exchangeFaults.gatewayTimeout(),
    () => exchangeFaults.lateGatewayTimeout(),
  ],
};

/**
 * Plans one to three faults, each for one of the first requests of what comes next, whether it reads or writes.
 *
 * @param requests - About how many there are.
 */
export function planWriteFaults(target: ServiceTarget, random: SeededRandom, requests: number): void {
  const makers = [...transportFaults, ...vendorFaults[target.name]];
  for (let planned = random.integer(1, 3); planned > 0; planned -= 1) {
    const fault = random.pick(makers)(random);
    let spared = random.integer(0, requests - 1);
    target.emulator.faults.add({
      ...fault,
      // More in a row than there are tries makes the call fail; fewer have to be overcome.
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
