/** Tells whether an address is that of a personal Google account: no organization has addresses in Google's own mail domains. */
export function isConsumerAddress(address: string | undefined): boolean {
  return /@(?:gmail|googlemail)\.com$/i.test(address ?? '');
}
