import type { z } from 'zod';
import { allRoutes } from '../../../../../core/api/clarifai/all-routes.ts';
import { assertWithinLimits, valueLimits } from '../../../../../core/api/http/body/value-limits.ts';
import type { Json, JsonObject } from '../../../../../core/json.ts';
import { AppUnderTest } from '../../app-under-test.ts';

/** Where a schema takes a string, a list or free JSON: the fields on the way, `[]` for an item. */
interface Place {
  readonly kind: 'string' | 'list' | 'free';
  readonly path: readonly string[];
}

/** Schemas as zod keeps them. */
interface Definition {
  readonly type: string;
  readonly shape?: Readonly<Record<string, z.ZodType>>;
  readonly element?: z.ZodType;
  readonly valueType?: z.ZodType;
  readonly innerType?: z.ZodType;
  readonly in?: z.ZodType;
  readonly options?: readonly z.ZodType[];
}

function placesOf(schema: z.ZodType, path: readonly string[] = []): Place[] {
  const def = schema.def as unknown as Definition;
  if (path.length > 12) return [];
  if (def.type === 'string') return [{ kind: 'string', path }];
  if (def.type === 'array')
    return [{ kind: 'list', path }, ...placesOf(def.element!, [...path, '[]'])];
  if (def.type === 'record') return [{ kind: 'free', path }];
  if (def.type === 'object')
    return Object.entries(def.shape!).flatMap(([name, each]) => placesOf(each, [...path, name]));
  if (def.type === 'union') return def.options!.flatMap((each) => placesOf(each, path));
  const inner = def.innerType ?? def.in;
  return inner ? placesOf(inner, path) : [];
}

/** A body with one value, there. */
function bodyWith(path: readonly string[], value: Json): JsonObject {
  const wrap = (inner: Json, name: string): Json => (name === '[]' ? [inner] : { [name]: inner });
  return [...path].reverse().reduce<Json>(wrap, value) as JsonObject;
}

const large: Readonly<Record<Place['kind'], Json>> = {
  string: 'x'.repeat(300_001),
  list: Array.from({ length: 10_001 }, () => 0),
  free: { text: 'x'.repeat(100_001) },
};

/** What is bounded by the body alone: each input says by itself that it is too long. */
const unbounded = ['base64', 'raw'];

describe('no string, list or map of a request is without a limit', () => {
  const withBody = allRoutes.flatMap(({ operation, body }) => (body ? [{ operation, body }] : []));

  test.each(withBody)('$operation', ({ body }) => {
    const places = placesOf(body).filter(({ path }) => path.length > 0);
    const missing = places.filter(({ kind, path }) => {
      if (kind === 'string' && unbounded.includes(path.at(-1) ?? '')) return false;
      try {
        assertWithinLimits(bodyWith(path, large[kind]));
        return true;
      } catch {
        return false;
      }
    });

    expect(missing).toEqual([]);
  });

  test('and there are many of them', () => {
    const all = withBody.flatMap(({ body }) => placesOf(body));
    for (const kind of ['string', 'list', 'free'] as const)
      expect(all.filter((place) => place.kind === kind).length).toBeGreaterThan(50);
  });
});

/** `{"a":{"a":… 1}}`, made without recursion. */
function nested(levels: number): Json {
  let value: Json = 1;
  for (let level = 0; level < levels; level += 1) value = { a: value };
  return value;
}

const fieldsOf = (count: number): JsonObject =>
  Object.fromEntries(Array.from({ length: count }, (_, n) => [n.toString(36), 1]));

describe('a limit of the field', () => {
  const text = (length: number) => 'x'.repeat(length);
  test.each<[what: string, body: JsonObject, limit: number | undefined]>([
    ['a description', { datasets: [{ description: text(10_001) }] }, 10_000],
    ['a description that fits', { datasets: [{ description: text(10_000) }] }, undefined],
    [
      'a description inside metadata',
      { inputs: [{ data: { metadata: { description: text(10_001) } } }] },
      undefined,
    ],
    ['a pattern', { concept_query: { name: '*'.repeat(1_001) } }, 1_000],
    ['filters', { searches: [{ query: { filters: Array(101).fill({}) } }] }, 100],
    [
      'metadata of an input',
      {
        inputs: [
          { data: { metadata: { a: [text(99_999), text(99_999), text(99_999), text(99_999)] } } },
        ],
      },
      300_000,
    ],
    ['metadata of a dataset', { datasets: [{ metadata: { a: text(64_001) } }] }, 64_000],
    [
      'metadata nested too deep to be measured',
      { inputs: [{ data: { metadata: nested(100_000) } }] },
      100,
    ],
    ['fields of an object', { inputs: [fieldsOf(50_001)] }, 50_000],
    ['metadata of as many fields as fit', { inputs: [{ metadata: fieldsOf(30_000) }] }, undefined],
    ['values', { ids: Array(5_000).fill(Array(101).fill(1)) as Json }, 500_000],
  ])('%s', (_what, body, limit) => {
    const check = () => assertWithinLimits(body);
    if (limit === undefined) expect(check).not.toThrow();
    else expect(check).toThrow(String(limit));
  });
});

describe('a request', () => {
  const lab = new AppUnderTest();
  beforeAll(() => lab.open());
  afterAll(() => lab.close());

  test('of 600,000 names is refused before it is parsed', async () => {
    const metadata = Object.fromEntries(Array.from({ length: 600_000 }, (_, n) => [`k${n}`, n]));
    const body = { inputs: [{ id: 'large', data: { text: { raw: 'a' }, metadata } }] };

    expect(await lab.refused('POST', '/inputs', body)).toEqual([
      400,
      11100,
      `The body has more than ${valueLimits.values} values; send fewer inputs in one call`,
    ]);
  });

  test('is answered with 200 characters of what was wrong at the most', async () => {
    const [, , details] = await lab.refused('POST', '/inputs', { inputs: 'y'.repeat(90_000) });

    expect(details).toContain('90002 characters');
    expect(details.length).toBeLessThan(500);
  });

  test('with as many new concepts as fit makes each of them once', async () => {
    const inputs = Array.from({ length: 100 }, (_, n) => ({
      data: {
        text: { raw: `text ${n}` },
        concepts: Array.from({ length: 5 }, (_unused, k) => ({ id: `c${n}-${k}`, value: 1 })),
      },
    }));
    await lab.must('POST', '/inputs', { inputs });

    expect((await lab.must('GET', '/concepts?per_page=1000')).concepts).toHaveLength(500);
  });
});
