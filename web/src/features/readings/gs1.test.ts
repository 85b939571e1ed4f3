// Proves that what a GS1 code says gets its plain name, and a wrong one its reason.
import { expect, test } from 'vitest';
import type { Item } from '@/lib/api/client';
import en from '@/locales/en.json';
import { elementName, elementsOf, faultOf, unitOf, type Element } from './gs1';

const element = (part: Partial<Element>): Element => ({
  identifier: '10',
  name: 'lot',
  value: 'A1',
  unit: null,
  valid: true,
  ...part,
});

test('a common element has a name in words, another one has none', () => {
  expect(elementName(element({}))).toBe('lot');
  expect(en.gs1.names).toHaveProperty(elementName(element({})), 'Batch / lot');
  expect(elementName(element({ identifier: '99', name: null }))).toBe('other');
  expect(elementName(element({ name: 'of a later server' }))).toBe('other');
});

test('measures have their unit', () => {
  const net = element({ identifier: '310', name: 'net_weight_kg', unit: 'kg' });
  expect([elementName(net), unitOf(net)]).toEqual(['net_weight', 'kg']);
  const volume = element({ identifier: '316', name: 'net_volume_m3', unit: 'm³' });
  expect([elementName(volume), unitOf(volume)]).toEqual(['net_volume', 'm³']);
  const price = element({ identifier: '393', name: 'item_amount_with_currency', unit: 'EUR' });
  expect([elementName(price), unitOf(price)]).toEqual(['item_amount_with_currency', 'EUR']);
  expect(unitOf({ ...price, unit: '999' })).toBe('(ISO 4217: 999)');
  expect(unitOf(element({}))).toBeNull();
});

test('only what is wrong has a fault, which says what to look for', () => {
  const fault = (identifier: string, value: string) =>
    faultOf(element({ identifier, value, valid: false }));
  expect(faultOf(element({}))).toBeNull();
  expect(fault('01', '95012345678900')).toBe('checkDigit');
  expect(fault('01', '950123')).toBe('form');
  expect(fault('00', '340123451234567890')).toBe('checkDigit');
  expect(fault('414', '9501101530009')).toBe('checkDigit');
  expect(fault('17', '271345')).toBe('date');
  expect(fault('17', '2713')).toBe('form');
  expect(fault('10', '')).toBe('form');
});

test('an EAN is a trade item number, a GS1 code is what its elements say', () => {
  const item = (part: Partial<Item>) => ({ elements: [], gtin: null, ...part }) as unknown as Item;
  expect(elementsOf(item({}))).toEqual([]);
  expect(elementsOf(item({ gtin: '08409467838119' }))).toMatchObject([
    { name: 'gtin', value: '08409467838119' },
  ]);
  const elements = [element({ identifier: '01', name: 'gtin' }), element({})];
  expect(elementsOf(item({ gtin: '09501101530003', elements }))).toBe(elements);
});
