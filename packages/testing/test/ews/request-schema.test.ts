import { describe, expect, it } from 'vitest';
import { startTidewater } from './exchange-fixture.ts';
import { ask, calendarView, childNames, codeOf, one, texts } from './soap-client.ts';

const calendar = '<m:ParentFolderIds><t:DistinguishedFolderId Id="calendar"/></m:ParentFolderIds>';
const idOnly = '<m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape>';
const view = '<m:CalendarView StartDate="2026-07-01T00:00:00Z" EndDate="2026-07-02T00:00:00Z"/>';
const find = (content: string, attributes = 'Traversal="Shallow"'): string =>
  `<m:FindItem ${attributes}>${content}</m:FindItem>`;

describe('a request that the schema does not allow', () => {
  it.each([
    ['children in another order', find(calendar + idOnly + view)],
    ['a view before the shape', find(view + idOnly + calendar)],
    ['two views', find(idOnly + view + view + calendar)],
    ['a missing child', find(idOnly + view)],
    ['a missing attribute', find(idOnly + view + calendar, '')],
    ['a value outside an enumeration', find(idOnly + view + calendar, 'Traversal="Deep"')],
    ['an unknown attribute', find(idOnly + view + calendar, 'Traversal="Shallow" Speed="fast"')],
    ['an unknown element', find(`${idOnly}<m:Extra/>${view}${calendar}`)],
    ['an element of the wrong namespace', find(idOnly.replaceAll('t:BaseShape', 'm:BaseShape') + view + calendar)],
    ['text between elements', find(`${idOnly}text${view}${calendar}`)],
    ['a window that is no time', find(idOnly + view.replace('2026-07-01T00:00:00Z', 'today') + calendar)],
    ['an unknown property', calendarView('2026-07-01T00:00:00Z', '2026-07-02T00:00:00Z', ['calendar:Colour'])],
    ['an unknown folder name', find(idOnly + view + calendar.replace('"calendar"', '"Calendar"'))],
    ['an element named like a member of every object', find(`${idOnly}<m:constructor/>${view}${calendar}`)],
    ['an attribute named like one', find(idOnly + view + calendar, 'Traversal="Shallow" constructor=""')],
    ['an empty list of ids', `<m:GetItem>${idOnly}<m:ItemIds/></m:GetItem>`],
    [
      'BodyType after AdditionalProperties',
      `<m:GetItem><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape><t:AdditionalProperties><t:FieldURI FieldURI="item:Body"/></t:AdditionalProperties><t:BodyType>Text</t:BodyType></m:ItemShape><m:ItemIds><t:ItemId Id="AAMk"/></m:ItemIds></m:GetItem>`,
    ],
    ['a name that is empty', '<m:ResolveNames ReturnFullContactData="true"><m:UnresolvedEntry/></m:ResolveNames>'],
  ])('is refused for %s', async (_name, body) => {
    const emulator = await startTidewater([], {}, { sendsBadRequests: true });
    const answer = await ask(emulator, body);
    expect([answer.status, codeOf(answer)]).toEqual([500, 'ErrorSchemaValidation']);
    const detail = one(answer.body, 'MessageXml');
    expect(childNames(detail)).toEqual(['LineNumber', 'LinePosition', 'Violation']);
    // The fixture's envelope has its body in the fourth line.
    expect(texts(detail, 'LineNumber')).toEqual(['4']);
  });

  it('is refused for namespaces that begin with https', async () => {
    const emulator = await startTidewater([], {}, { sendsBadRequests: true });
    const wrong = 'https://schemas.microsoft.com/exchange/services/2006/messages';
    const answer = await ask(emulator, `<x:GetRoomLists xmlns:x="${wrong}"/>`);
    expect(codeOf(answer)).toBe('ErrorSchemaValidation');
  });

  it.each([
    ['Exchange2007_SP1', 'calendar:StartTimeZone'],
    ['Exchange2010_SP2', 'calendar:StartWallClock'],
    ['Exchange2010_SP2', 'calendar:IsOrganizer'],
  ])('is refused by schema %s for the newer property %s', async (version, field) => {
    const emulator = await startTidewater([], {}, { sendsBadRequests: true });
    const answer = await ask(emulator, calendarView('2026-07-01T00:00:00Z', '2026-07-02T00:00:00Z', [field]), {
      version,
    });
    expect(codeOf(answer)).toBe('ErrorSchemaValidation');
  });

  it('may use any prefixes', async () => {
    const emulator = await startTidewater();
    const answer = await ask(
      emulator,
      '<GetRoomLists xmlns="http://schemas.microsoft.com/exchange/services/2006/messages"/>',
    );
    expect(answer.status).toBe(200);
  });
});
