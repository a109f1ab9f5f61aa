const pattern = /^[^\s@<>/?#]{1,256}@([a-z\d](?:[a-z\d.-]{0,251}[a-z\d])?)$/i;

/** The domain of a mail address, in lower case. `undefined` for what is no address, or has a domain that cannot be asked. */
export function mailDomain(address: string): string | undefined {
  const domain = pattern.exec(address)?.[1]?.toLowerCase();
  return domain !== undefined && address.isWellFormed() && isHostName(domain) ? domain : undefined;
}

/**
 * Whether a name is a host's. URLs take `2130706433` for 127.0.0.1 and `1.2.3.4.5` for nothing; behind another label, where only
 * names can stand, neither passes.
 */
export function isHostName(name: string): boolean {
  return URL.canParse(`https://autodiscover.${name}/`);
}
