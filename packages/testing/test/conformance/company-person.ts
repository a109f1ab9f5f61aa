import { conformanceCompany } from '../../src/company/conformance-company.ts';
import type { Person } from '../../src/company/company.ts';

/** A person of the conformance company. */
export function companyPerson(id: string): Person {
  const person = conformanceCompany.people.find((one) => one.id === id);
  if (person === undefined) throw new RangeError(`Nobody is called ${id}`);
  return person;
}
