import { describe, expect, it } from 'vitest';
import type { XmlNode } from '../../src/ews/xml/parse-xml.ts';
import { startTidewater } from './exchange-fixture.ts';
import { all, ask, one, textOf } from './soap-client.ts';

const request = (isFull: boolean, ids: readonly string[] = []): string =>
  `<m:GetServerTimeZones ReturnFullTimeZoneData="${isFull}">${ids.length === 0 ? '' : `<m:Ids>${ids.map((id) => `<t:Id>${id}</t:Id>`).join('')}</m:Ids>`}</m:GetServerTimeZones>`;

async function zone(id: string): Promise<XmlNode> {
  const emulator = await startTidewater();
  return one((await ask(emulator, request(true, [id]))).body, 'TimeZoneDefinition');
}

/** Rule by rule: which period begins, and when. */
function rules(definition: XmlNode): (string | undefined)[][] {
  return one(definition, 'TransitionsGroup').children.map((rule) => [
    textOf(rule, 'To')?.split('-').at(-1),
    ...['TimeOffset', 'Month', 'DayOfWeek', 'Occurrence', 'Day'].map((name) => textOf(rule, name)),
  ]);
}

const biases = (definition: XmlNode): (string | undefined)[] =>
  all(definition, 'Period').map((period) => period.attributes['Bias']);

describe('GetServerTimeZones', () => {
  it('lists the names of many zones without their rules', async () => {
    const emulator = await startTidewater();
    const { body } = await ask(emulator, request(false));
    const zones = all(body, 'TimeZoneDefinition');
    expect(zones.length).toBeGreaterThan(90);
    expect(new Set(zones.map((each) => each.attributes['Id'])).size).toBe(zones.length);
    expect(zones.every((each) => each.children.length === 0 && each.attributes['Name']?.startsWith('(UTC'))).toBe(true);
  });

  it('returns the rules of the zones asked for, in that order, and leaves unknown ones out', async () => {
    const emulator = await startTidewater();
    const ids = ['UTC', 'Atlantis Standard Time', 'GMT Standard Time'];
    const { body } = await ask(emulator, request(true, ids));
    expect(all(body, 'TimeZoneDefinition').map((each) => each.attributes['Id'])).toEqual(['UTC', 'GMT Standard Time']);
  });

  it.each([
    [
      'W. Europe Standard Time',
      ['-PT1H', '-PT2H'],
      [
        ['Daylight', 'PT2H', '3', 'Sunday', '-1', undefined],
        ['Standard', 'PT3H', '10', 'Sunday', '-1', undefined],
      ],
    ],
    [
      'Pacific Standard Time',
      ['PT8H', 'PT7H'],
      [
        ['Daylight', 'PT2H', '3', 'Sunday', '2', undefined],
        ['Standard', 'PT2H', '11', 'Sunday', '1', undefined],
      ],
    ],
    [
      'Lord Howe Standard Time',
      ['-PT10H30M', '-PT11H'],
      [
        ['Standard', 'PT2H', '4', 'Sunday', '1', undefined],
        ['Daylight', 'PT2H', '10', 'Sunday', '1', undefined],
      ],
    ],
    ['India Standard Time', ['-PT5H30M'], [['Standard', undefined, undefined, undefined, undefined, undefined]]],
    ['UTC', ['PT0S'], [['Standard', undefined, undefined, undefined, undefined, undefined]]],
  ])('knows the rules of %s', async (id, expectedBiases, expectedRules) => {
    const definition = await zone(id);
    expect(biases(definition)).toEqual(expectedBiases);
    expect(rules(definition)).toEqual(expectedRules);
    expect(one(one(definition, 'Transitions'), 'To').attributes['Kind']).toBe('Group');
  });
});
