import type { ManifestRow } from '../../../core/dataset/dataset-version.ts';
import { findModelType } from '../../../core/catalog/catalog.ts';
import { assertEnough, evaluationRows } from '../../../core/evaluation/evaluation-rows.ts';

const row = (id: string, concept: string, value = 1): ManifestRow => ({
  id,
  object: null,
  text: `text ${id}`,
  concepts: [{ id: concept, value }],
  split: 'test',
  origin: 'new',
});
const rows = (concept: string, count: number) =>
  Array.from({ length: count }, (_, index) => row(`${concept}-${index}`, concept));
const concepts = ['a', 'b'].map((id) => ({ id, name: id }));

test('rows that say something of the concepts, and have what the model takes', () => {
  const manifest = [
    row('there', 'a'),
    row('not there', 'a', 0),
    row('another concept', 'z'),
    { ...row('an image', 'a'), text: null, object: 'f'.repeat(64) },
  ];

  const chosen = evaluationRows(manifest, findModelType('text-classifier'), concepts);

  expect(chosen.map(({ id }) => id)).toEqual(['there', 'not there']);
});

test.each([
  ['one concept', rows('a', 9), concepts.slice(0, 1), 'evaluation-needs-concepts', /knows 1/],
  [
    'four of one',
    [...rows('a', 9), ...rows('b', 4)],
    concepts,
    'evaluation-needs-inputs',
    /'b' has 4/,
  ],
  [
    'too many',
    [...rows('a', 1996), ...rows('b', 5)],
    concepts,
    'invalid-request',
    /2000.*has 2001/,
  ],
])('%s is refused', (_, all, known, code, message) => {
  const attempt = () => assertEnough(all, known);

  expect(attempt).toThrow(expect.objectContaining({ code }));
  expect(attempt).toThrow(message);
});

test('five of each, and 2,000 in all, are enough', () => {
  expect(() => assertEnough([...rows('a', 1995), ...rows('b', 5)], concepts)).not.toThrow();
});
