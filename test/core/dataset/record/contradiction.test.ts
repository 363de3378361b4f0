import { contradiction } from '../../../../core/dataset/record/contradiction.ts';

test.each([
  [[{ id: 'a' }, { id: 'a', value: 1 }, { id: 'a', name: 'a' }], undefined],
  [
    [
      { id: 'a', value: 1 },
      { id: 'b', value: 0 },
    ],
    undefined,
  ],
  [[{ id: 'a' }, { id: 'a', name: 'A' }, { id: 'a' }], undefined],
  [
    [
      { id: 'a', value: 1 },
      { id: 'a', value: 0 },
    ],
    'say "a" twice, with the values 1 and 0',
  ],
  [[{ id: 'a', value: 0.5 }, { id: 'a' }], 'say "a" twice, with the values 0.5 and 1'],
  [
    [{ id: 'a', name: 'A' }, { id: 'a' }, { id: 'a', name: 'B' }],
    'say "a" twice, with the names "A" and "B"',
  ],
])('%j', (labels, said) => {
  expect(contradiction(labels)).toBe(said);
});
