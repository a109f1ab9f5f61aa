import { sanitizedAttributes, sanitizeEvent, textAttributes } from '@kalends/sanitize';
import type { Retention, SanitizerPolicy } from '@kalends/sanitize';
import { CanaryCage } from '../sanitize/canaries.ts';
import { judgeOutput } from '../sanitize/judge-output.ts';
import { randomEvent } from '../sanitize/random-event.ts';
import { seededRandom } from '../seeded-random.ts';
import type { SeededRandom } from '../seeded-random.ts';
import type { Suite } from '../suite.ts';

const eventsPerSeed = 20;
const retentions: readonly Retention[] = ['kept', 'dropped', 'eventCapture'];

/** Events with canaries everywhere, under policies of every kind. */
export const sanitize: Suite = {
  name: 'sanitize',
  description: 'nothing that a policy drops, and nothing unknown, is in a sanitized event',
  defaultSeeds: 500,
  run(seed) {
    const random = seededRandom(seed);
    const counts = { events: 0, canaries: 0, kept: 0 };
    for (; counts.events < eventsPerSeed; counts.events += 1) {
      const policy = randomPolicy(random);
      const eventCapture = random.chance(0.5);
      const cage = new CanaryCage(random);
      const event = randomEvent({ random, cage, policy });
      const output = sanitizeEvent(event, { policy, eventCapture });
      counts.canaries += cage.canaries.length;
      counts.kept += judgeOutput(output, cage.canaries, policy, eventCapture);
    }
    return Promise.resolve(counts);
  },
};

function randomPolicy(random: SeededRandom): SanitizerPolicy {
  const attributes = Object.fromEntries(sanitizedAttributes.map((name) => [name, random.pick(retentions)]));
  return {
    name: 'random',
    // Every attribute of the table has its entry.
    attributes: attributes as unknown as SanitizerPolicy['attributes'],
    maskAddressesIn: textAttributes.filter(() => random.chance(0.5)),
    maskPasscodesIn: textAttributes.filter(() => random.chance(0.5)),
  };
}
