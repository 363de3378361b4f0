import { idSchema } from '../../../core/api/http/ids.ts';
import { idAfter } from '../../../cli/journey/names.ts';

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
