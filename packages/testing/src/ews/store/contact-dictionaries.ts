/** The dictionaries of a contact: singular name in property paths, and the keys that entries may have. */
export const contactDictionaries: Readonly<
  Record<string, { readonly path: string; readonly keys: readonly string[] }>
> = {
  EmailAddresses: { path: 'contacts:EmailAddress', keys: ['EmailAddress1', 'EmailAddress2', 'EmailAddress3'] },
  PhysicalAddresses: { path: 'contacts:PhysicalAddress', keys: ['Home', 'Business', 'Other'] },
  PhoneNumbers: {
    path: 'contacts:PhoneNumber',
    keys: (
      'AssistantPhone BusinessFax BusinessPhone BusinessPhone2 Callback CarPhone CompanyMainPhone HomeFax HomePhone ' +
      'HomePhone2 Isdn MobilePhone OtherFax OtherTelephone Pager PrimaryPhone RadioPhone Telex TtyTddPhone'
    ).split(' '),
  },
  ImAddresses: { path: 'contacts:ImAddress', keys: ['ImAddress1', 'ImAddress2', 'ImAddress3'] },
};

/** The parts of a postal address in the order of the schema. */
export const addressParts = ['Street', 'City', 'State', 'CountryOrRegion', 'PostalCode'] as const;

/** Properties that are plain texts and can be written. */
export const contactTexts: ReadonlySet<string> = new Set(
  `FileAs FileAsMapping DisplayName GivenName Initials MiddleName Nickname CompanyName AssistantName BusinessHomePage
  Department Generation JobTitle Manager Mileage OfficeLocation PostalAddressIndex Profession SpouseName Surname`.split(
    /\s+/,
  ),
);

/** Whether a property path names a plain text of a contact. */
export function isContactText(uri: string): boolean {
  return uri.startsWith('contacts:') && contactTexts.has(uri.slice('contacts:'.length));
}

/** Where an `IndexedFieldURI` points in the entries of a contact; an empty text for a path that is none. */
export function entryKey({ FieldURI: uri = '', FieldIndex: index = '' }: Readonly<Record<string, string>>): string {
  const [base = '', part] = uri.slice('contacts:'.length).split(':');
  const found = Object.entries(contactDictionaries).find(([, { path }]) => path === `contacts:${base}`);
  if (found === undefined || !found[1].keys.includes(index)) return '';
  const isAddress = found[0] === 'PhysicalAddresses';
  if (isAddress !== (part !== undefined)) return '';
  if (isAddress && !addressParts.some((name) => name === part)) return '';
  return isAddress ? `${found[0]}/${index}/${part}` : `${found[0]}/${index}`;
}
