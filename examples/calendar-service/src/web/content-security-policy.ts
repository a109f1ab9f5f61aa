/**
 * What a page of the service may do: show its own styles, and run the script with the nonce, if it has one. Nothing is loaded
 * from anywhere, and no other site shows it in a frame.
 */
export function contentSecurityPolicy(nonce?: string): string {
  const script = nonce === undefined ? "'none'" : `'nonce-${nonce}'`;
  return `default-src 'none'; style-src 'unsafe-inline'; script-src ${script}; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`;
}
