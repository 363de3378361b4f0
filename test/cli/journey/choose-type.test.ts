import { chooseType } from '../../../cli/journey/choose-type.ts';
import type { LookedAt } from '../../../cli/journey/choose-type.ts';

const look = (of: Partial<Omit<LookedAt, 'concepts'>> & { concepts?: Record<string, number> }) => ({
  kinds: { image: 20 },
  withoutConcepts: 0,
  regions: 0,
  shapes: {},
  completions: 0,
  ...of,
  concepts: new Map(Object.entries(of.concepts ?? {})),
});
const texts = { kinds: { text: 20 } };

test.each([
  ['folders of pictures', look({ concepts: { cat: 10, dog: 10 } }), 'visual-classifier'],
  [
    'addresses of pictures',
    look({ kinds: { url: 9 }, concepts: { a: 4, b: 5 } }),
    'visual-classifier',
  ],
  ['boxes', look({ regions: 9, shapes: { box: 9 }, concepts: { car: 9 } }), 'visual-detector'],
  ['more boxes than masks', look({ regions: 9, shapes: { box: 6, mask: 3 } }), 'visual-detector'],
  ['masks', look({ regions: 9, shapes: { mask: 9 }, concepts: { car: 9 } }), 'visual-segmenter'],
  ['outlines', look({ regions: 9, shapes: { polygon: 8, box: 1 } }), 'visual-segmenter'],
  ['what is normal alone', look({ concepts: { Good: 20 } }), 'visual-anomaly-heatmap'],
  ['normal and defects', look({ concepts: { normal: 15, scratch: 5 } }), 'visual-anomaly-heatmap'],
  // Fruit that is good, ripe or green are three kinds.
  ['good among kinds', look({ concepts: { good: 7, ripe: 7, green: 6 } }), 'visual-classifier'],
  ['texts with labels', look({ ...texts, concepts: { spam: 9, ham: 11 } }), 'text-classifier'],
  ['chats', look({ ...texts, completions: 20 }), 'text-to-text'],
])('%s', (_what, found, modelTypeId) => {
  expect(chooseType(found)).toEqual({ modelTypeId, why: expect.any(String) });
});

test.each([
  ['nothing', look({ kinds: {} }), 'nothing to train on'],
  ['pictures without labels', look({}), 'one folder for each kind'],
  ['one kind', look({ concepts: { cat: 20 } }), "all images have the concept 'cat'"],
  ['texts without labels', look(texts), '--label-column'],
  ['one label', look({ ...texts, concepts: { spam: 20 } }), "all texts have the concept 'spam'"],
  ['both', look({ kinds: { image: 2, text: 3 } }), 'there are 2 images and 3 texts'],
])('%s fits no type, and it is said what is missing', (_what, found, words) => {
  expect(chooseType(found)).toContain(words);
});
