import { expect, test } from 'vitest';
import { unknownMembers } from './graph-members.ts';

const schemas = {
  item: { title: 'item', type: 'object', properties: { id: { type: 'string' } } },
  event: {
    allOf: [
      { $ref: '#/components/schemas/item' },
      {
        title: 'event',
        type: 'object',
        properties: {
          subject: { type: 'string' },
          start: { anyOf: [{ $ref: '#/components/schemas/item' }, { type: 'object', nullable: true }] },
          attendees: { type: 'array', items: { $ref: '#/components/schemas/item' } },
          extensions: { type: 'array', items: { $ref: '#/components/schemas/extension' } },
        },
      },
    ],
  },
  extension: { title: 'extension', type: 'object', properties: { id: { type: 'string' } } },
  special: { allOf: [{ $ref: '#/components/schemas/item' }, { type: 'object', properties: { extra: {} } }] },
};
const reference = { $ref: '#/components/schemas/event' };

test('members of a body are those that its schema and the types above it name', () => {
  expect(unknownMembers(schemas, reference, { id: 'a', subject: 'b', start: null, attendees: [{ id: 'c' }] })).toEqual(
    [],
  );
  expect(
    unknownMembers(schemas, reference, { title: 'b', start: { at: 1 }, attendees: [{ id: 'c' }, { address: 'd' }] }),
  ).toEqual(['/title', '/start/at', '/attendees/1/address']);
});

test('annotations, parameters of actions, derived and open types', () => {
  expect(unknownMembers(schemas, reference, { '@odata.type': '#event', 'a@odata.bind': 'x' })).toEqual([]);
  expect(unknownMembers({}, { properties: { Comment: {} } }, { comment: 'a', other: 'b' })).toEqual(['/other']);
  expect(unknownMembers(schemas, reference, { start: { '@odata.type': '#special', extra: 1, more: 2 } })).toEqual([
    '/start/more',
  ]);
  expect(unknownMembers(schemas, reference, { extensions: [{ anything: 1 }] })).toEqual([]);
});
