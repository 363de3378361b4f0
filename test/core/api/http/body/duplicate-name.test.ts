import { duplicateName } from '../../../../../core/api/http/body/duplicate-name.ts';

test.each([
  ['{"a":1,"a":2}', { path: '', name: 'a' }],
  ['{"a":{"b":1},"b":[{"c":1},{"c":1,"c":{}}]}', { path: 'b.1', name: 'c' }],
  ['{"a":[[1,2],{"b":{"x":[],"x":1}}]}', { path: 'a.1.b', name: 'x' }],
  ['{"\\u0061":1,"a":2}', { path: '', name: 'a' }],
  ['{"a\\\\":1,"b":2, "a\\\\" : 3}', { path: '', name: 'a\\' }],
  ['{"__proto__":1,"__proto__":2}', { path: '', name: '__proto__' }],
  ['{"a":{"a":"a"},"b":["a","a"]}', undefined],
  ['{"a\\"":"{\\"a\\":1,\\"a\\":2}","a":":"}', undefined],
  ['[{"a":1},{"a":1}]', undefined],
])('of %s is %j', (json, twice) => {
  expect(duplicateName(json)).toEqual(twice);
});

test('reads a text of megabytes in a moment', () => {
  const long = JSON.stringify({ a: '"\\'.repeat(2_000_000) });

  expect(duplicateName(`{"b":${long},"b":1}`)).toEqual({ path: '', name: 'b' });
});
