import { escapeXml } from './escape-xml.ts';
import { messagesNamespace, soapNamespace, typesNamespace } from './namespaces.ts';

/**
 * Schema versions a request can name, newest first. 2010 SP1 is the floor: it has time zone definitions, and partial
 * results in place of an error when a view holds more items than the server returns at once.
 *
 * @see {@link https://learn.microsoft.com/exchange/client-developer/exchange-web-services/ews-schema-versions-in-exchange | EWS schema versions}
 */
export const schemaVersions = ['Exchange2013_SP1', 'Exchange2013', 'Exchange2010_SP2', 'Exchange2010_SP1'] as const;

/** A schema version that a request can name (`RequestServerVersion`). @public */
export type EwsSchemaVersion = (typeof schemaVersions)[number];

/** Tells whether a schema version has what Exchange 2013 added: zone ids, wall clocks, structured locations. */
export function isSince2013(version: EwsSchemaVersion): boolean {
  return version.startsWith('Exchange2013');
}

/**
 * Wraps the XML of one operation into a SOAP envelope. `m:` and `t:` are bound for it.
 *
 * @param impersonated - Primary SMTP address of the mailbox to act as; escaped, so an address can add nothing to the header.
 */
export function envelope(version: EwsSchemaVersion, operation: string, impersonated?: string): string {
  const impersonation =
    impersonated === undefined
      ? ''
      : '<t:ExchangeImpersonation><t:ConnectingSID>' +
        `<t:PrimarySmtpAddress>${escapeXml(impersonated, 'address')}</t:PrimarySmtpAddress>` +
        '</t:ConnectingSID></t:ExchangeImpersonation>';
  return (
    `<s:Envelope xmlns:s="${soapNamespace}" xmlns:m="${messagesNamespace}" xmlns:t="${typesNamespace}">` +
    `<s:Header><t:RequestServerVersion Version="${version}"/>${impersonation}</s:Header>` +
    `<s:Body>${operation}</s:Body></s:Envelope>`
  );
}
