import {
  dollarFault,
  microsTyped,
  typedMicros,
} from '../../../console/pages/billing/typed-dollars.ts';

test.each([
  ['12.50', 12_500_000],
  ['$1,000', 1_000_000_000],
  [' 0.000001 ', 1],
  ['0', 0],
  ['0.1', 100_000],
  ['999999999.999999', 999_999_999_999_999],
])('%s dollars are exact', (text, micros) => {
  expect(microsTyped(text)).toBe(micros);
  expect(dollarFault(text)).toBeUndefined();
  expect(microsTyped(typedMicros(micros))).toBe(micros);
});

test.each(['', 'ten', '-1', '1.0000001', '1e3', '1.', '.5', '12,50', '1 000', '0x10', '٣'])(
  '%p is no amount',
  (text) => {
    expect(microsTyped(text)).toBeUndefined();
    if (text !== '') expect(dollarFault(text)).toContain(`'${text}'`);
  },
);

test('nothing typed is no limit, and no fault', () => {
  expect(dollarFault(' ')).toBeUndefined();
  expect(typedMicros(undefined)).toBe('');
  expect(typedMicros(12_500_000)).toBe('12.5');
  expect(typedMicros(5)).toBe('0.000005');
});
