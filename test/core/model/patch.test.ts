import { patchFields } from '../../../core/model/patch.ts';

const before = {
  name: 'Cars',
  metadata: { a: 1, deep: { b: 2 } },
  toolkits: ['Clarifai', 'MMDetection'],
  concepts: [
    { id: 'x', name: 'X' },
    { id: 'y', name: 'Y' },
  ],
};

test('merge sets, appends and merges entries with the same id', () => {
  const patch = {
    name: 'Super Cars',
    metadata: { deep: { c: 3 } },
    toolkits: ['Clarifai', 'HuggingFace'],
    concepts: [
      { id: 'y', name: 'Why' },
      { id: 'z', name: 'Z' },
    ],
  };

  expect(patchFields(before, patch, 'merge')).toEqual({
    name: 'Super Cars',
    metadata: { a: 1, deep: { b: 2, c: 3 } },
    toolkits: ['Clarifai', 'MMDetection', 'HuggingFace'],
    concepts: [
      { id: 'x', name: 'X' },
      { id: 'y', name: 'Why' },
      { id: 'z', name: 'Z' },
    ],
  });
});

test('overwrite replaces what is named and leaves the rest', () => {
  expect(patchFields(before, { metadata: { z: 1 }, concepts: [] }, 'overwrite')).toEqual({
    ...before,
    metadata: { z: 1 },
    concepts: [],
  });
});

test('remove takes away entries, keys and fields', () => {
  const patch = {
    metadata: { a: 0 },
    toolkits: ['MMDetection'],
    concepts: [{ id: 'x' }],
    name: '',
  };

  expect(patchFields(before, patch, 'remove')).toEqual({
    metadata: { deep: { b: 2 } },
    toolkits: ['Clarifai'],
    concepts: [{ id: 'y', name: 'Y' }],
  });
});

test('merging twice is merging once', () => {
  const patch = { toolkits: ['A', 'A'], concepts: [{ id: 'n' }, { id: 'n' }] };
  const once = patchFields(before, patch, 'merge');

  expect(patchFields(once, patch, 'merge')).toEqual(once);
});
