import { escapeXml } from '../soap/escape-xml.ts';
import { readXml } from '../soap/read-xml.ts';
import { element, many, text } from '../soap/shape.ts';
import { autodiscoverXmlLimits, firstPresent } from './answer.ts';
import type { AutodiscoverAnswer } from './answer.ts';

const requestNamespace = 'http://schemas.microsoft.com/exchange/autodiscover/outlook/requestschema/2006';
const responseNamespace = 'http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a';
const outerNamespace = 'http://schemas.microsoft.com/exchange/autodiscover/responseschema/2006';

/** Protocols by preference: from outside, over HTTP, from inside, of the browser. */
const protocolTypes = ['EXPR', 'EXHTTP', 'EXCH', 'WEB'] as const;

/** The question in plain XML. */
export function poxRequest(address: string): string {
  return (
    `<Autodiscover xmlns="${requestNamespace}"><Request><EMailAddress>${escapeXml(address, 'address')}</EMailAddress>` +
    `<AcceptableResponseSchema>${responseNamespace}</AcceptableResponseSchema></Request></Autodiscover>`
  );
}

const namespaces = [responseNamespace, outerNamespace];

const documentShape = element(namespaces, {
  Autodiscover: element(namespaces, {
    Response: element(namespaces, {
      Error: element(namespaces, { ErrorCode: text }),
      Account: element(namespaces, {
        Action: text,
        RedirectAddr: text,
        RedirectUrl: text,
        Protocol: many(element(namespaces, { Type: text, EwsUrl: text, ASUrl: text })),
      }),
    }),
  }),
});

/**
 * Reads the answer.
 *
 * @throws CalendarError `invalidResponse` for what is no such answer.
 * @see {@link https://learn.microsoft.com/exchange/client-developer/web-service-reference/pox-autodiscover-response-for-exchange | POX Autodiscover response}
 */
export async function readPoxAnswer(chunks: AsyncIterable<Uint8Array>): Promise<AutodiscoverAnswer> {
  const document = await readXml(chunks, documentShape, autodiscoverXmlLimits);
  const response = document.Autodiscover?.Response;
  const account = response?.Account;
  if (account === undefined) return { kind: 'failed', vendorCode: firstPresent(response?.Error?.ErrorCode) };
  const action = account.Action?.trim().toLowerCase();
  const address = firstPresent(account.RedirectAddr);
  const url = firstPresent(account.RedirectUrl);
  if (action === 'redirectaddr' && address !== undefined) return { kind: 'redirectAddress', address };
  if (action === 'redirecturl' && url !== undefined) return { kind: 'redirectUrl', url };
  const ewsUrls = protocolTypes.flatMap((type) =>
    (account.Protocol ?? [])
      .filter((protocol) => protocol.Type?.trim().toUpperCase() === type)
      .map((protocol) => firstPresent(protocol.EwsUrl, protocol.ASUrl)),
  );
  const ewsUrl = firstPresent(...ewsUrls);
  return ewsUrl === undefined ? { kind: 'failed', vendorCode: undefined } : { kind: 'settings', ewsUrl };
}
