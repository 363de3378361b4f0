import { meets, nameOf } from '../../../console/pages/datasets/inputs/input-filter.ts';
import { patchesOf, undoOf } from '../../../console/pages/datasets/inputs/relabel.ts';
import type { Input } from '../../../core/api/wire/messages.ts';

const concept = (id: string, value = 1) => ({ id, name: id.toUpperCase(), app_id: 'shop', value });
const cat: Input = {
  id: 'input-1',
  data: { text: { raw: 'Ein Kätzchen' }, concepts: [concept('cat'), concept('dog', 0)] },
};
const boxed: Input = {
  id: 'input-2',
  data: {
    metadata: { filename: 'Räder/IMG_7.JPG' },
    regions: [{ data: { concepts: [concept('wheel')] }, region_info: {} }],
  },
};
const bare: Input = { id: 'input-3', data: { concepts: [concept('dog', 0)] } };

test.each([
  [{}, [true, true, true]],
  [{ concept: 'cat' }, [true, false, false]],
  // Said not to be there.
  [{ concept: 'dog' }, [false, false, false]],
  [{ concept: 'wheel' }, [false, true, false]],
  [{ labels: 'unlabelled' }, [false, false, true]],
  [{ search: 'KÄTZ' }, [true, false, false]],
  [{ search: 'img_7' }, [false, true, false]],
  [{ search: 'input-3' }, [false, false, true]],
  [{ search: 'katz' }, [false, false, false]],
  [{ search: 'input', concept: 'wheel' }, [false, true, false]],
])('%j is met by %j', (filter, met) => {
  expect([cat, boxed, bare].map((input) => meets(input, filter))).toEqual(met);
});

test('an input is called as its file is, else by its id', () => {
  expect([cat, boxed].map(nameOf)).toEqual(['input-1', 'Räder/IMG_7.JPG']);
});

test('relabelling goes in requests of 128', () => {
  const inputs = Array.from({ length: 300 }, (_, at): Input => ({ id: `input-${at}`, data: {} }));
  const patches = patchesOf(inputs, { mode: 'replace', concepts: [{ id: 'cat' }] });
  expect(patches.map(({ action, inputs: some }) => [action, some.length])).toEqual([
    ['overwrite', 128],
    ['overwrite', 128],
    ['overwrite', 44],
  ]);
  expect(patches[2]?.inputs[43]).toEqual({ id: 'input-299', concepts: [{ id: 'cat' }] });
});

test('undoing gives every input what it had, and takes away what came to one without', () => {
  const was: Input[] = [cat, { id: 'input-9', data: {} }];
  const is: Input[] = was.map(({ id }) => ({ id, data: { concepts: [concept('bird')] } }));
  expect(undoOf(was, is)).toEqual([
    {
      action: 'overwrite',
      inputs: [
        {
          id: 'input-1',
          concepts: [
            { id: 'cat', name: 'CAT', value: 1 },
            { id: 'dog', name: 'DOG', value: 0 },
          ],
        },
      ],
    },
    {
      action: 'remove',
      inputs: [{ id: 'input-9', concepts: [{ id: 'bird', name: 'BIRD', value: 1 }] }],
    },
  ]);
});
