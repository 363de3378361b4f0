import { idSchema } from '../../../core/api/http/ids.ts';
import { assertId, idAfter } from '../../../cli/journey/names.ts';

test.each([
  ['./pictures', 'pictures'],
  ['/data/Bilder Übung/', 'bilder-uebung'],
  ['Äpfel & Birnen.csv', 'aepfel-birnen'],
  ['Straße', 'strasse'],
  // As macOS writes it: the letter and its mark apart.
  ['caf\u0065\u0301', 'cafe'],
  ['日本', 'data'],
  ['..hidden', 'hidden'],
  ['a'.repeat(200), 'a'.repeat(60)],
  ['mails_v1.2.jsonl', 'mails_v1.2'],
  ['data.v2', 'data.v2'],
])('%s is %s', (path, id) => {
  expect(idAfter(path, 'data')).toBe(id);
  expect(idSchema.safeParse(id).success).toBe(true);
});

test.each([
  ['a b/c', 'a-b-c'],
  ['süß/x', 'suess-x'],
  ['-rf', 'rf'],
  ['日本', 'dataset'],
  ['', 'dataset'],
  ['a'.repeat(129), 'a'.repeat(60)],
])('%j is refused as an id, and %j would do', (id, right) => {
  expect(idSchema.safeParse(id).success).toBe(false);
  expect(() => assertId('dataset', id)).toThrow(`'${right}' would do`);
  expect(() => assertId('dataset', right)).not.toThrow();
});

test.each(['a', '_x', '9-b.c', 'a'.repeat(128), 'Größe'.slice(0, 2)])('%j is an id', (id) => {
  expect(idSchema.safeParse(id).success).toBe(true);
  expect(() => assertId('model', id)).not.toThrow();
});
