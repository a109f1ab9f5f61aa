import { describe, expect, it } from 'vitest';
import { blankRoomsSettings, readRoomsSettings } from '../rooms-settings.ts';
import { roomsSettingKeys } from './rooms-settings.ts';
import type { RoomsSettingKey, RoomsSettingsProblem } from './rooms-settings.ts';

const values = {
  ExchangeTenantId: 'tidewater.example',
  ExchangeAppId: '0f1e2d3c-0000-4000-8000-000000000001',
  ExchangeClientSecret: 'CANARY~secret',
  ExchangeCertThumbprint: '0123456789abcdef0123456789abcdef01234567',
  ExchangeServiceUser: 'service@tidewater.example',
  ExchangeServicePassword: 'CANARY password',
  ExchangeUseImpersonation: 'true',
} as const satisfies Record<RoomsSettingKey, string>;

type Values = Partial<Record<RoomsSettingKey, string>>;

const pick = (keys: readonly RoomsSettingKey[]): Values => Object.fromEntries(keys.map((key) => [key, values[key]]));

async function problemsOf(source: string | Values): Promise<readonly RoomsSettingsProblem[]> {
  const result = await readRoomsSettings(source);
  expect(JSON.stringify(result)).not.toContain('CANARY');
  return result.isComplete ? [] : result.problems;
}

describe('readRoomsSettings', () => {
  const registration = { tenantId: values.ExchangeTenantId, appId: values.ExchangeAppId };

  it('makes one of three configurations', async () => {
    const secret = await readRoomsSettings(pick(['ExchangeTenantId', 'ExchangeAppId', 'ExchangeClientSecret']));
    expect(secret).toMatchObject({
      isComplete: true,
      settings: { ...registration, variant: 'secret', useImpersonation: true },
    });
    expect(secret.isComplete && secret.settings.variant === 'secret' && secret.settings.clientSecret.reveal()).toBe(
      'CANARY~secret',
    );
    expect(
      await readRoomsSettings({
        ...pick(['ExchangeTenantId', 'ExchangeAppId']),
        ExchangeCertThumbprint: '\u200e01:23 45 67 89 ab cd ef 01 23 45 67 89 ab cd ef 01 23 45 67 ',
      }),
    ).toEqual({
      isComplete: true,
      settings: {
        ...registration,
        variant: 'certificate',
        thumbprint: '0123456789ABCDEF0123456789ABCDEF01234567',
        useImpersonation: true,
      },
    });
    const delegated = await readRoomsSettings({
      ...pick(['ExchangeTenantId', 'ExchangeAppId', 'ExchangeServiceUser', 'ExchangeServicePassword']),
      ExchangeUseImpersonation: 'False',
    });
    expect(delegated).toMatchObject({
      isComplete: true,
      settings: { variant: 'delegated', serviceUser: 'service@tidewater.example', useImpersonation: false },
    });
  });

  // Every combination of keys that are there and keys that are not, and of the three values of the switch.
  const combinations = Array.from({ length: 2 ** 6 }, (_none, bits) =>
    roomsSettingKeys.slice(0, 6).filter((_key, index) => (bits & (1 << index)) !== 0),
  ).flatMap((keys) => [undefined, 'true', 'false'].map((impersonation) => ({ keys, impersonation })));

  it.each(combinations.map((one) => [`${one.keys.join(' ')} ${one.impersonation ?? ''}`, one] as const))(
    'judges %s',
    async (_name, { keys, impersonation }) => {
      const has = (key: RoomsSettingKey): boolean => keys.includes(key);
      const user = has('ExchangeServiceUser');
      const password = has('ExchangeServicePassword');
      const ways = [has('ExchangeClientSecret'), has('ExchangeCertThumbprint'), user || password];
      const count = ways.filter(Boolean).length;
      const expected = [
        ...(has('ExchangeTenantId') ? [] : ['missing ExchangeTenantId']),
        ...(has('ExchangeAppId') ? [] : ['missing ExchangeAppId']),
        ...(user && !password ? ['missing ExchangeServicePassword'] : []),
        ...(password && !user ? ['missing ExchangeServiceUser'] : []),
        ...(count === 0 ? ['noVariant'] : []),
        ...(count > 1 ? ['severalVariants'] : []),
        ...(count === 1 && impersonation === (ways[2] === true ? 'true' : 'false') ? ['contradiction'] : []),
      ];
      const source = {
        ...pick(keys),
        ...(impersonation === undefined ? {} : { ExchangeUseImpersonation: impersonation }),
      };
      const problems = await problemsOf(source);
      const found = problems.map(({ kind, keys: [key] }) => (kind === 'missing' ? `${kind} ${key ?? ''}` : kind));
      expect(found.toSorted()).toEqual(expected.toSorted());
    },
  );

  it('counts empty values as missing, and judges those that are there', async () => {
    const problems = await problemsOf({
      ExchangeTenantId: ' ',
      ExchangeAppId: 'not an id',
      ExchangeCertThumbprint: '12 34',
      ExchangeClientSecret: '',
      ExchangeUseImpersonation: 'maybe',
    });
    expect(problems.map(({ kind, keys }) => [kind, ...keys])).toEqual([
      ['missing', 'ExchangeTenantId'],
      ['malformed', 'ExchangeAppId'],
      ['malformed', 'ExchangeCertThumbprint'],
      ['malformed', 'ExchangeUseImpersonation'],
    ]);
  });
});

const file = `<?xml version="1.0" encoding="utf-8"?>\r
<configuration>\r
  <!-- was: <add key="ExchangeClientSecret" value="CANARY old"/> -->\r
  <!-- rooms 🏢 -->\r
  <appSettings>\r
    <add key="Other" value="ExchangeClientSecret"/>\r
    <add key="ExchangeTenantId" value="tidewater.example" />\r
    <add value='CANARY&amp;"secret' key='ExchangeClientSecret'/>\r
  </appSettings>\r
  <setting name="ExchangeAppId"><value>0f1e2d3c-0000-4000-8000-000000000001</value></setting>\r
  <ExchangeServicePassword><![CDATA[CANARY </ password]]></ExchangeServicePassword>\r
  <ExchangeServiceUser></ExchangeServiceUser>\r
</configuration>\r
`;

describe('an XML file', () => {
  it('is read in all ways such files are written', async () => {
    const complete = file.replace(/ {2}<ExchangeServicePassword>.*\r\n/, '');
    const result = await readRoomsSettings(complete);
    expect(result).toMatchObject({ isComplete: true, settings: { variant: 'secret', tenantId: 'tidewater.example' } });
    expect(result.isComplete && result.settings.variant === 'secret' && result.settings.clientSecret.reveal()).toBe(
      'CANARY&"secret',
    );
    expect((await problemsOf(file)).map(({ kind }) => kind)).toEqual(['severalVariants', 'missing']);
  });

  it('may spell its keys in another case, and have prefixes', async () => {
    const other = `<x:a xmlns:x="u"><!-- exchangeclientsecret CANARY --><add key="exchangeClientSecret" value="CANARY"/><x:ExchangeServicePassword>CANARY</x:ExchangeServicePassword></x:a>`;
    const severalVariants = (await problemsOf(other)).find(({ kind }) => kind === 'severalVariants');
    expect(severalVariants?.keys).toEqual(['ExchangeClientSecret', 'ExchangeServicePassword']);
    expect(await blankRoomsSettings(other)).not.toContain('CANARY');
  });

  it('that says a thing twice is refused', async () => {
    const twice = '<a><add key="ExchangeAppId" value="x"/><ExchangeAppId>y</ExchangeAppId></a>';
    expect(await problemsOf(twice)).toContainEqual(
      expect.objectContaining({ kind: 'repeated', keys: ['ExchangeAppId'] }),
    );
  });

  it.each([
    ['no XML', 'ExchangeTenantId=x'],
    ['cut off', '<a><b>'],
    ['with a document type', '<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>'],
    ['too deep', `${'<a>'.repeat(70)}${'</a>'.repeat(70)}`],
    ['too large', `<a>${'x'.repeat(1024 * 1024)}</a>`],
  ])('that is %s is unreadable', async (_name, xml) => {
    expect((await problemsOf(xml)).map(({ kind }) => kind)).toEqual(['unreadable']);
    await expect(blankRoomsSettings(xml)).rejects.toMatchObject({ code: 'invalidArgument' });
  });

  it('has no secret any more once it is blanked, and is otherwise the same', async () => {
    const blanked = await blankRoomsSettings(file);
    expect(blanked).not.toContain('CANARY');
    expect(blanked).toBe(
      file
        .replace(/<!-- was.*-->/, '<!-- removed: it named a secret -->')
        .replace(`'CANARY&amp;"secret'`, "''")
        .replace('<![CDATA[CANARY </ password]]>', ''),
    );
    expect(await blankRoomsSettings(blanked.replace('<!-- removed: it named a secret -->', ''))).toBe(
      blanked.replace('<!-- removed: it named a secret -->', ''),
    );
    expect((await problemsOf(blanked)).map(({ kind }) => kind)).toEqual(['noVariant']);
  });
});
