// Proves that what a GS1 code says gets its plain name, and a wrong one its reason.
import { expect, test } from 'vitest';
import type { Item } from '@/lib/api/client';
import en from '@/locales/en.json';
import { elementName, elementsOf, faultOf, unitOf, type Element } from './gs1';

const element = (part: Partial<Element>): Element => ({
  identifier: '10',
  name: 'lot',
  value: 'A1',
  valid: true,
  ...part,
});

test('a common element has a name in words, another one shares one', () => {
  expect(elementName(element({}))).toBe('lot');
  expect(en.gs1.names[elementName(element({}))]).toBe('Batch / lot');
  expect(elementName(element({ identifier: '99', name: null }))).toBe('other');
  expect(elementName(element({ name: 'of a later server' }))).toBe('other');
});

test('measures have their unit', () => {
  expect(unitOf(element({ name: 'net_weight_kg' }))).toBe('kg');
  expect(unitOf(element({ name: 'length_m' }))).toBe('m');
  expect(unitOf(element({ name: null }))).toBeNull();
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
