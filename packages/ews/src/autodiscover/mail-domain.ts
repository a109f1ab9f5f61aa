const pattern = /^[^\s@<>/?#]{1,256}@([a-z\d](?:[a-z\d.-]{0,251}[a-z\d])?)$/i;

/** The domain of a mail address, in lower case. `undefined` for what is no address, or has a domain that cannot be asked. */
export function mailDomain(address: string): string | undefined {
  const domain = pattern.exec(address)?.[1]?.toLowerCase();
  return domain !== undefined && address.isWellFormed() && isHostName(domain) ? domain : undefined;
}

/** Whether a name stays itself in a URL: `2130706433` is another spelling of 127.0.0.1, and `1.2.3.4.5` is no host at all. */
export function isHostName(name: string): boolean {
  const canParse = URL.canParse(`https://${name}/`) && URL.canParse(`https://autodiscover.${name}/`);
  return canParse && new URL(`https://${name}/`).hostname === name.toLowerCase();
}
