import { escapeXml } from '../soap/escape-xml.ts';
import { soapNamespace } from '../soap/namespaces.ts';
import { readXml } from '../soap/read-xml.ts';
import { element, many, text } from '../soap/shape.ts';
import { autodiscoverXmlLimits, firstPresent } from './answer.ts';
import type { AutodiscoverAnswer } from './answer.ts';

const namespace = 'http://schemas.microsoft.com/exchange/2010/Autodiscover';
const addressing = 'http://www.w3.org/2005/08/addressing';

/** Settings asked for, the wanted one first. */
const settingNames = ['ExternalEwsUrl', 'InternalEwsUrl'] as const;

/** GetUserSettings for one mailbox. */
export function soapRequest(url: URL, address: string): string {
  const settings = settingNames.map((name) => `<a:Setting>${name}</a:Setting>`).join('');
  return (
    `<s:Envelope xmlns:s="${soapNamespace}" xmlns:a="${namespace}" xmlns:wsa="${addressing}"><s:Header>` +
    '<a:RequestedServerVersion>Exchange2010_SP1</a:RequestedServerVersion>' +
    `<wsa:Action>${namespace}/Autodiscover/GetUserSettings</wsa:Action><wsa:To>${escapeXml(url.href, 'url')}</wsa:To>` +
    '</s:Header><s:Body><a:GetUserSettingsRequestMessage><a:Request>' +
    `<a:Users><a:User><a:Mailbox>${escapeXml(address, 'address')}</a:Mailbox></a:User></a:Users>` +
    `<a:RequestedSettings>${settings}</a:RequestedSettings>` +
    '</a:Request></a:GetUserSettingsRequestMessage></s:Body></s:Envelope>'
  );
}

const documentShape = element(soapNamespace, {
  Envelope: element(soapNamespace, {
    Body: element([soapNamespace, namespace], {
      Fault: element(['', soapNamespace], { faultcode: text }),
      GetUserSettingsResponseMessage: element(namespace, {
        Response: element(namespace, {
          ErrorCode: text,
          UserResponses: element(namespace, {
            UserResponse: many(
              element(namespace, {
                ErrorCode: text,
                RedirectTarget: text,
                UserSettingErrors: element(namespace, {
                  UserSettingError: many(element(namespace, { ErrorCode: text, SettingName: text })),
                }),
                UserSettings: element(namespace, {
                  UserSetting: many(element(namespace, { Name: text, Value: text })),
                }),
              }),
            ),
          }),
        }),
      }),
    }),
  }),
});

/**
 * Reads the answer. An error code can stand at three levels: of the whole, of the user, and of each setting; only all three
 * together say whether there is a URL.
 *
 * @throws CalendarError `invalidResponse` for what is no such answer.
 * @see {@link https://learn.microsoft.com/exchange/client-developer/web-service-reference/getusersettings-operation-soap | GetUserSettings}
 */
export async function readSoapAnswer(chunks: AsyncIterable<Uint8Array>): Promise<AutodiscoverAnswer> {
  const document = await readXml(chunks, documentShape, autodiscoverXmlLimits);
  const body = document.Envelope?.Body;
  const response = body?.GetUserSettingsResponseMessage?.Response;
  if (response === undefined) return { kind: 'failed', vendorCode: body?.Fault?.faultcode?.split(':').at(-1) };
  if (isError(response.ErrorCode)) return { kind: 'failed', vendorCode: response.ErrorCode };
  const user = response.UserResponses?.UserResponse?.[0];
  const target = firstPresent(user?.RedirectTarget);
  if (user?.ErrorCode === 'RedirectUrl' && target !== undefined) return { kind: 'redirectUrl', url: target };
  if (user?.ErrorCode === 'RedirectAddress' && target !== undefined)
    return { kind: 'redirectAddress', address: target };
  if (user === undefined || isError(user.ErrorCode)) return { kind: 'failed', vendorCode: user?.ErrorCode };
  const values = settingNames.map((name) => user.UserSettings?.UserSetting?.find(({ Name }) => Name === name)?.Value);
  const ewsUrl = firstPresent(...values);
  if (ewsUrl !== undefined) return { kind: 'settings', ewsUrl };
  return {
    kind: 'failed',
    vendorCode: user.UserSettingErrors?.UserSettingError?.[0]?.ErrorCode ?? 'SettingIsNotAvailable',
  };
}

function isError(code: string | undefined): boolean {
  return code !== undefined && code !== 'NoError';
}
