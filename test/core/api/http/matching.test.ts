import { matchesPattern, matchesQuery, matchesSearch } from '../../../../core/api/http/matching.ts';
import { withoutNulls } from '../../../../core/api/http/absent.ts';

test.each([
  ['gen*', 'General', true],
  ['gen*', 'a general', false],
  ['*general*', 'my-general-model', true],
  ['*a*b*c', 'xaxbxc', true],
  ['*a*b*c', 'xbxaxc', false],
  ['ab*ba', 'aba', false],
  ['general', 'general', true],
  ['gen', 'general', false],
  ['a.c', 'abc', false],
])('%s finds %s: %s', (pattern, text, found) => {
  expect(matchesPattern(pattern)(text)).toBe(found);
});

test('a hostile pattern takes no time', () => {
  expect(matchesPattern(`${'*a'.repeat(5_000)}b`)('a'.repeat(10_000))).toBe(false);
});

test('a million stars are one, and take no time either', () => {
  const before = performance.now();
  const matches = matchesPattern('*'.repeat(1_000_000));
  for (let n = 0; n < 10_000; n += 1) expect(matches('anything')).toBe(true);
  expect(performance.now() - before).toBeLessThan(2_000);
});

test.each([
  ['clari foo', ['Clarifai model', 'food 101'], true],
  ['larifai', ['Clarifai model'], false],
  ['MODEL', ['clarifai-model_v2'], true],
  ['v2', ['clarifai-model_v2'], true],
  ['hot.dog', ['hot.dog'], true],
  ['hot.do', ['hot dog'], true],
  ['model.v', ['my model, the v2'], true],
  ['v2 other', ['clarifai-model_v2'], false],
  ['caf\u00e9', ['Cafe\u0301 del Mar'], true],
  ['\u7684', ['\u7684\u306a'], true],
  ['', ['anything'], true],
  ['  ', ['anything'], true],
  ['***', ['anything'], false],
  [undefined, ['anything'], true],
])('the search %j in %j: %s', (search, texts, found) => {
  expect(matchesSearch(search)(texts)).toBe(found);
});

test('a query is whole words, with OR and -', () => {
  expect(matchesQuery('cars -old')(['fast cars'])).toBe(true);
  expect(matchesQuery('cars -fast')(['fast cars'])).toBe(false);
  expect(matchesQuery('boats OR cars')(['fast cars'])).toBe(true);
  expect(matchesQuery('car')(['fast cars'])).toBe(false);
});

test('null is absent, but a value in free JSON', () => {
  expect(withoutNulls({ inputs: [{ id: null, data: { metadata: { a: null } } }] })).toEqual({
    inputs: [{ data: { metadata: { a: null } } }],
  });
});
