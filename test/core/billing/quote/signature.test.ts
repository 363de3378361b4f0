import type { Quote } from '../../../../core/billing/quote/quote.ts';
import { ensureSecret, isGenuine, signed } from '../../../../core/billing/quote/signature.ts';
import { processSources } from '../../../../local/process-sources.ts';
import { SqliteTable } from '../../../../local/table/sqlite-table.ts';

const { sha256 } = processSources;
const secret = 'ab'.repeat(32);
const quote = signed(
  {
    ...{ id: 'q1', userId: 'u', appId: 'a', modelId: 'm', kind: 'train' },
    ...{ p50Seconds: 20, p90Seconds: 30, chargedP50Seconds: 18, maxChargedSeconds: 78 },
    ...{ priceMicros: 20_000, maxPriceMicros: 86_667, instanceType: 'ml.g5.xlarge' },
    ...{ microsPerHour: 4_000_000, dataHash: 'd', settingsHash: 's', priceListVersion: 'p' },
    ...{ createdAt: '2026-11-25T10:00:00.000Z', expiresAt: '2026-11-26T10:00:00.000Z' },
    group: { id: 'g', maxPriceMicros: 100_000 },
  },
  secret,
  { sha256 },
);

test('a quote is genuine as it was signed, whatever the order of its fields', () => {
  const turned = Object.fromEntries(Object.entries(quote).reverse()) as unknown as Quote;

  expect(quote.signature).toMatch(/^[0-9a-f]{64}$/);
  expect(isGenuine(turned, secret, { sha256 })).toBe(true);
});

test.each(Object.keys(quote) as (keyof Quote)[])('altered in %s it is not', (name) => {
  const value = quote[name];
  const altered = typeof value === 'number' ? value + 1 : 'another';

  expect(isGenuine({ ...quote, [name]: altered }, secret, { sha256 })).toBe(false);
});

test.each([
  ['with more in it', { ...quote, minimumMicrosPerJob: 1 }, secret],
  ['out of its group', { ...quote, group: undefined } as unknown as Quote, secret],
  ['by the secret of another', quote, 'cd'.repeat(32)],
  ['where there is no secret', quote, undefined],
])('%s it is not', (_, altered, by) => {
  expect(isGenuine(altered, by, { sha256 })).toBe(false);
});

test('a secret is made once, also by two at once', async () => {
  const table = new SqliteTable(':memory:');
  const deps = { table, newId: processSources.newId };

  const [one, two] = await Promise.all([ensureSecret(deps, 'u'), ensureSecret(deps, 'u')]);

  expect(one).toBe(two);
  expect(one).toMatch(/^[0-9a-f]{64}$/);
  expect(await ensureSecret(deps, 'other')).not.toBe(one);
});
