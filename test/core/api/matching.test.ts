import { matchesPattern, matchesQuery, matchesSearch } from '../../../core/api/matching.ts';
import { withoutNulls } from '../../../core/api/wire/absent.ts';

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
  expect(matchesPattern(pattern, text)).toBe(found);
});

test('a hostile pattern takes no time', () => {
  expect(matchesPattern(`${'*a'.repeat(5_000)}b`, 'a'.repeat(10_000))).toBe(false);
});

test('a search is the beginnings of words', () => {
  expect(matchesSearch('clari foo', ['Clarifai model', 'food 101'])).toBe(true);
  expect(matchesSearch('larifai', ['Clarifai model'])).toBe(false);
});

test('a query is whole words, with OR and -', () => {
  expect(matchesQuery('cars -old', ['fast cars'])).toBe(true);
  expect(matchesQuery('cars -fast', ['fast cars'])).toBe(false);
  expect(matchesQuery('boats OR cars', ['fast cars'])).toBe(true);
  expect(matchesQuery('car', ['fast cars'])).toBe(false);
});

test('null is absent, but a value in free JSON', () => {
  expect(withoutNulls({ inputs: [{ id: null, data: { metadata: { a: null } } }] })).toEqual({
    inputs: [{ data: { metadata: { a: null } } }],
  });
});
