import type { AutodiscoverEmulator } from '../../src/autodiscover/autodiscover-emulator.ts';

const outlook = 'http://schemas.microsoft.com/exchange/autodiscover/outlook';
const autodiscover = 'http://schemas.microsoft.com/exchange/2010/Autodiscover';
const xml = { 'content-type': 'text/xml; charset=utf-8' } as const;

/** The Authorization value of Ada. */
export const asAda: { readonly authorization: string } = {
  authorization: `Basic ${Buffer.from('ada@tidewater.example:ada-secret').toString('base64')}`,
};

/** A POX request for an address. */
export const poxRequest = (address: string): string =>
  `<Autodiscover xmlns="${outlook}/requestschema/2006"><Request><EMailAddress>${address}</EMailAddress><AcceptableResponseSchema>${outlook}/responseschema/2006a</AcceptableResponseSchema></Request></Autodiscover>`;

/** A SOAP request for settings of an address. */
export const soapRequest = (address: string, settings: readonly string[]): string =>
  `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:a="${autodiscover}" xmlns:wsa="http://www.w3.org/2005/08/addressing"><s:Header><a:RequestedServerVersion>Exchange2013</a:RequestedServerVersion><wsa:Action>${autodiscover}/Autodiscover/GetUserSettings</wsa:Action></s:Header><s:Body><a:GetUserSettingsRequestMessage><a:Request><a:Users><a:User><a:Mailbox>${address}</a:Mailbox></a:User></a:Users><a:RequestedSettings>${settings
    .map((setting) => `<a:Setting>${setting}</a:Setting>`)
    .join('')}</a:RequestedSettings></a:Request></a:GetUserSettingsRequestMessage></s:Body></s:Envelope>`;

/** Posts a document without following redirects. */
export async function post(
  site: AutodiscoverEmulator,
  url: string,
  body: string,
  headers: Readonly<Record<string, string>> = asAda,
): Promise<{ readonly response: Response; readonly text: string }> {
  const response = await site.fetch(url, { method: 'POST', redirect: 'manual', headers: { ...xml, ...headers }, body });
  return { response, text: await response.text() };
}

/** The text of the first element of that name. */
export function textOf(document: string, name: string): string | undefined {
  return new RegExp(`<${name}>([^<]*)</${name}>`).exec(document)?.[1];
}
