import { describe, expect, it, test } from 'vitest';
import { mapBuilding, mapRoom } from './room-mapping.ts';

const address = 'pier@harbour.example';

describe('mapRoom', () => {
  test.each([
    ['no name', {}, { name: address }],
    ['a nickname', { displayName: '', nickname: 'Pier' }, { name: 'Pier' }],
    ['a numbered floor', { displayName: 'Pier', floorNumber: -1 }, { name: 'Pier', floor: '-1' }],
    ['a named floor', { displayName: 'Pier', floorLabel: 'Roof', floorNumber: 9 }, { name: 'Pier', floor: 'Roof' }],
    ['room for nobody', { displayName: 'Pier', capacity: 0 }, { name: 'Pier' }],
    ['half a person', { displayName: 'Pier', capacity: 1.5 }, { name: 'Pier' }],
    ['nothing filled in', { displayName: 'Pier', building: '', floorLabel: null, capacity: null }, { name: 'Pier' }],
  ])('with %s', (_case, wire, expected) => {
    expect(mapRoom({ emailAddress: address, ...wire })).toEqual({ address, equipment: [], ...expected });
  });

  it('names equipment once', () => {
    const wire = { emailAddress: address, videoDeviceName: 'Video', audioDeviceName: '', tags: ['Video', 'View', ''] };
    expect(mapRoom(wire)?.equipment).toEqual(['Video', 'View']);
  });

  it('is no room when nobody can invite it', () => {
    expect(mapRoom({ displayName: 'Cellar', emailAddress: null })).toBeUndefined();
    expect(mapBuilding({ displayName: 'Ruin' })).toBeUndefined();
    expect(mapBuilding({ emailAddress: 'north@harbour.example', displayName: '' })).toEqual({
      id: 'north@harbour.example',
      name: 'north@harbour.example',
    });
  });
});
