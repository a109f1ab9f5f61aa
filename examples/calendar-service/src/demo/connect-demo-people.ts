import type { ProviderSlug } from '../connections/provider-slot.ts';
import { connectAsVisitor } from './demo-visitor.ts';
import type { Demo } from './start-demo.ts';

/** Who connects where when nothing is configured. */
const demoVisitors: readonly (readonly [personId: string, provider: ProviderSlug])[] = [
  ['marta', 'microsoft'],
  ['priya', 'google'],
  ['joe', 'exchange'],
];

/** Lets the people of the demo connect, through the same pages a browser sees. `print` is told of each. */
export async function connectDemoPeople(
  service: { readonly url: string; readonly demo: Pick<Demo, 'company'> },
  print: (line: string) => void,
): Promise<void> {
  for (const [personId, provider] of demoVisitors) {
    const person = service.demo.company.people.find((candidate) => candidate.id === personId);
    if (person === undefined) continue;
    await connectAsVisitor(service.url, provider, person);
    print(`  ${person.name} signed in at ${provider}`);
  }
}
