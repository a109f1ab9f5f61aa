import {
  CalendarView,
  DateTime,
  ExchangeService,
  FolderId,
  ItemId,
  PropertySet,
  BasePropertySet,
  Uri,
  WebCredentials,
  WellKnownFolderName,
} from 'ews-javascript-api';
import { benchWindow } from './bench-company.ts';

/**
 * Makes a function that has ews-javascript-api read recorded answers: its own requests are answered with them, one after
 * the other, whatever it asks for.
 *
 * @returns how many calendar items the library made of them.
 */
export function ewsLibraryReader(answers: readonly string[]): () => Promise<number> {
  const service = new ExchangeService();
  service.Url = new Uri('https://mail.tidewater.example/EWS/Exchange.asmx');
  service.Credentials = new WebCredentials('ada', 'password');
  let next = '';
  service.XHRApi = {
    apiName: 'recorded',
    // The library reads three members of what it takes for an XMLHttpRequest.
    xhr: () => Promise.resolve(answerOf(next) as XMLHttpRequest),
    xhrStream: () => Promise.reject(new Error('Nothing is streamed here')),
    disconnect: () => undefined,
  };
  const view = new CalendarView(DateTime.Parse(benchWindow.start), DateTime.Parse(benchWindow.end), 1_000);
  const properties = new PropertySet(BasePropertySet.FirstClassProperties);
  return async () => {
    let items = 0;
    for (const answer of answers) {
      next = answer;
      if (answer.includes('FindItemResponse')) {
        await service.FindAppointments(new FolderId(WellKnownFolderName.Calendar), view);
      } else {
        const ids = Array.from(
          { length: answer.split('<m:GetItemResponseMessage ').length - 1 },
          () => new ItemId('id'),
        );
        items += (await service.BindToItems(ids, properties)).Responses.length;
      }
    }
    return items;
  };
}

function answerOf(text: string): object {
  const headers = 'content-type: text/xml; charset=utf-8';
  return {
    status: 200,
    responseText: text,
    response: text,
    getAllResponseHeaders: () => headers,
    getResponseHeader: () => 'text/xml; charset=utf-8',
  };
}
