import { duplicateKey } from '../../../../../core/api/openai/files/duplicate-key.ts';

test.each([
  ['{"a":1,"a":2}', 'a'],
  ['{"a":{"b":1},"b":[{"c":1,"c":{}}]}', 'c'],
  ['{"\\u0061":1,"a":2}', 'a'],
  ['{"a":{"a":"a"},"b":["a","a"]}', undefined],
  ['{"a\\"":"{\\"a\\":1,\\"a\\":2}","a":":"}', undefined],
  ['[{"a":1},{"a":1}]', undefined],
])('of %s is %s', (json, name) => {
  expect(duplicateKey(json)).toBe(name);
});
