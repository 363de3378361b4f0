import * as z from 'zod';
import { bodySchema } from '../../../../core/api/http/body/body-schema.ts';
import { schemaType } from '../../../../core/api/reference/generate/request-types.ts';

const typeOf = (schema: z.ZodType) => schemaType(bodySchema(schema)).replaceAll(/\s+/g, ' ');

test.each([
  ['text', z.string().min(1), 'string'],
  ['one of several', z.enum(['merge', 'remove']), '"merge" | "remove"'],
  ['one text alone', z.literal('auto'), '"auto"'],
  ['a list', z.array(z.number()), 'readonly (number)[]'],
  ['text or nothing', z.string().nullable(), 'string | null'],
  ['a map', z.record(z.string(), z.boolean()), '{ readonly [name: string]: boolean }'],
  ['free JSON', z.record(z.string(), z.json()), '{ readonly [name: string]: Json }'],
  ['anything', z.unknown(), 'Json'],
])('%s', (_, schema, type) => {
  expect(typeOf(schema)).toBe(type);
});

test('what has a default may be left out, and what is made of it does not matter', () => {
  const schema = z
    .object({ id: z.string(), note: z.string().default(''), count: z.string().transform(Number) })
    .transform(({ id }) => id);

  expect(typeOf(schema)).toBe(
    "{ readonly 'id': string; readonly 'note'?: string; readonly 'count': string; }",
  );
});

test('a schema that is not known is shown', () => {
  expect(() => schemaType({ type: 'tuple' })).toThrow('{"type":"tuple"}');
});
