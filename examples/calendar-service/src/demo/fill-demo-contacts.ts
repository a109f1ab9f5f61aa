import type { Demo } from './start-demo.ts';

/** Puts somebody into the address books of the demo, whose people have their own accounts at Microsoft and Google. */
export function fillDemoContacts({ emulators }: Pick<Demo, 'emulators'>): void {
  emulators.microsoft.addContact('marta', {
    displayName: 'Dana Whitfield',
    companyName: 'Coastal Labs',
    jobTitle: 'Chemist',
    emailAddresses: [{ name: 'Dana Whitfield', address: 'dana.whitfield@coastal-labs.example' }],
  });
  emulators.google.addContact('priya', {
    givenName: 'Tomas',
    familyName: 'Lindqvist',
    address: 'tomas@northern-buoys.example',
    phone: '+46 8 123456',
  });
}
