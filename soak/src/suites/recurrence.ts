import { judgeRule } from '../recurrence/judge-rule.ts';
import { randomRule } from '../recurrence/random-rule.ts';
import { seededRandom } from '../seeded-random.ts';
import type { Suite } from '../suite.ts';

const rulesPerSeed = 20;

/** Recurrence rules of every kind, through every form a provider writes them in. */
export const recurrence: Suite = {
  name: 'recurrence',
  description: 'no rule changes its meaning on the way to a service, and all that count occurrences agree',
  defaultSeeds: 500,
  async run(seed) {
    const random = seededRandom(seed);
    const counts: Record<string, number> = { rules: 0, occurrences: 0, google: 0, graph: 0, ews: 0 };
    const count = (name: string, more = 1): void => {
      counts[name] = (counts[name] ?? 0) + more;
    };
    for (let drawn = 0; drawn < rulesPerSeed; drawn += 1) {
      // One after another, so that a seed that fails fails with its first bad rule.
      const { occurrences, notExpanded, graphRefusal, ewsRefusal } = await judgeRule(randomRule(random));
      count('rules');
      count('occurrences', occurrences);
      if (notExpanded !== undefined) count(`not expanded: ${notExpanded}`);
      // Google takes every rule that RFC 5545 has words for.
      count('google');
      count(graphRefusal === undefined ? 'graph' : `graph refuses: ${graphRefusal}`);
      count(ewsRefusal === undefined ? 'ews' : `ews refuses: ${ewsRefusal}`);
    }
    return counts;
  },
  report(counts) {
    const { rules = 0 } = counts;
    const share = (name: string): string =>
      `${name}: ${(((counts[name] ?? 0) / Math.max(rules, 1)) * 100).toFixed(1)} % of the rules`;
    const reasons = (kind: string): string[] =>
      Object.entries(counts)
        .filter(([name]) => name.startsWith(kind))
        .toSorted(([, a], [, b]) => b - a)
        .map(([name, refused]) => `  ${String(refused).padStart(6)}  ${name.slice(kind.length)}`);
    return [
      ...['google', 'graph', 'ews'].map(share),
      'What Graph refuses, by the first reason found:',
      ...reasons('graph refuses: '),
      'What EWS refuses besides is told by its counts in the summary. What is not expanded:',
      ...reasons('not expanded: '),
    ];
  },
};
