import type { Quote } from '../../../core/api/wire/messages.ts';
import { choicesOf } from '../../../console/pages/train/order/order.ts';
import {
  secondsLeft,
  variantOf,
  withQuotes,
  withVariant,
} from '../../../console/pages/train/quote/variants.ts';

const field = (name: string) => ({ path: `train_info.params.${name}`, field_type: 'NUMBER' });
const resolved = (query: Record<string, string>) =>
  ({
    choices: choicesOf({ model: 'm', type: 't', dataset: 'd', version: 'v1', ...query }),
    ...{ templateId: 'T', fields: [field('num_epochs'), field('batch_size')], concepts: [] },
  }) as unknown as Parameters<typeof variantOf>[0];

const one = variantOf(resolved({}), 't');
const other = variantOf(resolved({ 'set.num_epochs': '3' }), 't');
const quote = { id: 'q', priceMicros: 5 } as Quote;

test('equal choices are one variant; a setting, a dataset version or a model makes another', () => {
  expect(variantOf(resolved({}), 't').key).toBe(one.key);
  for (const change of [{ 'set.num_epochs': '3' }, { version: 'v2' }, { model: 'n' }])
    expect(variantOf(resolved(change), 't').key).not.toBe(one.key);
});

test('a variant is named by its template and what differs, and its address brings it back', () => {
  expect([one.name, other.name]).toEqual(['T', 'T, num_epochs 3']);
  expect(variantOf(resolved(other.query), 't').key).toBe(other.key);
});

test('a setting of another template is not named: it is not sent either', () => {
  expect(variantOf(resolved({ 'set.unknown': '1' }), 't')).toMatchObject({
    ...{ key: one.key, name: 'T' },
  });
});

test('a variant stands once, with the newest quote of it', () => {
  const kept = withVariant(withVariant([one], other), { ...one, quote });

  expect(kept.map(({ key, quote: of }) => [key, of?.id])).toEqual([
    [one.key, 'q'],
    [other.key, undefined],
  ]);
});

test('quotes come in the order that they were asked in', () => {
  const second = { ...quote, id: 'r' };

  expect(withQuotes([one, other], [quote, second]).map((each) => each.quote?.id)).toEqual([
    'q',
    'r',
  ]);
});

test('a quote holds to the second, and never less than nothing', () => {
  const at = Date.parse('2026-11-29T10:00:00.000Z');

  expect(secondsLeft('2026-11-29T10:00:00.001Z', at)).toBe(1);
  expect(secondsLeft('2026-11-29T10:00:00.000Z', at)).toBe(0);
  expect(secondsLeft('2026-11-29T09:00:00.000Z', at)).toBe(0);
});
