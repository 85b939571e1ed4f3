import type { Item } from '@/lib/api/client';

export type Element = Item['elements'][number];

/** Elements that have a name in plain words; core/gs1.cpp knows the same. */
const NAMES = [
  'sscc',
  'gtin',
  'content_gtin',
  'lot',
  'production_date',
  'due_date',
  'packaging_date',
  'best_before',
  'sell_by',
  'expiry',
  'variant',
  'serial',
  'additional_item',
  'customer_part',
  'secondary_serial',
  'count',
  'net_weight',
  'length',
  'width',
  'depth',
  'area',
  'net_volume',
  'gross_weight',
  'gross_length',
  'gross_width',
  'gross_depth',
  'gross_area',
  'gross_volume',
  'weight_per_area',
  'amount',
  'amount_with_currency',
  'item_amount',
  'item_amount_with_currency',
  'discount',
  'unit_amount',
  'returnable_asset',
  'asset',
  'content_count',
  'customer_order',
  'consignment',
  'ship_to',
  'location',
] as const;
export type ElementName = (typeof NAMES)[number] | 'other';
export type Fault = 'checkDigit' | 'date' | 'form';

const MEASURE = /^3[1-6]\d$/;

/** The server's names of measures end with their unit, which stands beside the value here. */
export function elementName({ identifier, name }: Element): ElementName {
  const bare = MEASURE.test(identifier) ? name?.replace(/_[^_]+$/, '') : name;
  return NAMES.find((one) => one === bare) ?? 'other';
}

const CURRENCY_NUMBER = /^\d{3}$/;

/** What the value is counted in; of a rare currency its number in ISO 4217. */
export function unitOf({ unit }: Element): string | null {
  return unit && CURRENCY_NUMBER.test(unit) ? `(ISO 4217: ${unit})` : unit;
}

const DATES = /^1[1-7]$/;
/** Digits of the numbers whose last one checks the others. */
const CHECKED: [RegExp, number][] = [
  [/^00$/, 18],
  [/^0[12]$/, 14],
  [/^41\d$/, 13],
];

/** What is wrong with an element that the server calls wrong. */
export function faultOf({ identifier, value, valid }: Element): Fault | null {
  if (valid) return null;
  const digits = CHECKED.find(([form]) => form.test(identifier))?.[1];
  if (digits !== undefined) {
    return value.length === digits && /^\d+$/.test(value) ? 'checkDigit' : 'form';
  }
  return DATES.test(identifier) && /^\d{6}$/.test(value) ? 'date' : 'form';
}

/** The elements of a code; of an EAN or UPC its number as a trade item, in the same shape. */
export function elementsOf({ elements, gtin }: Item): Element[] {
  if (elements.length > 0 || gtin === null) return elements;
  return [{ identifier: '', name: 'gtin', value: gtin, unit: null, valid: true }];
}
