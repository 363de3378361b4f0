import { PageCache, pageSize } from '../../../console/pages/datasets/inputs/page-cache.ts';
import type { Input } from '../../../core/api/wire/messages.ts';

const inputOf = (index: number): Input => ({ id: `input-${index}`, data: {} });

/** A list of 100,000, whose pages come when they are let go. */
function list() {
  const asked: { page: number; signal: AbortSignal; answer: (fault?: Error) => void }[] = [];
  const cache = new PageCache(
    (page, signal) =>
      new Promise((resolve, reject) => {
        const first = (page - 1) * pageSize;
        const inputs = Array.from({ length: pageSize }, (_, at) => inputOf(first + at));
        asked.push({ page, signal, answer: (fault) => (fault ? reject(fault) : resolve(inputs)) });
      }),
    () => undefined,
  );
  const settle = async () => {
    for (const one of asked) one.answer();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { cache, asked, settle };
}

test('a page is read once, when one of its items comes into sight', async () => {
  const { cache, asked, settle } = list();
  cache.want(95, 105);
  cache.want(96, 106);
  expect(asked.map(({ page }) => page)).toEqual([1, 2]);
  expect(cache.at(99)).toBeUndefined();
  await settle();
  expect([cache.at(99)?.id, cache.at(100)?.id]).toEqual(['input-99', 'input-100']);
});

test('what was scrolled past is given up, and read when it comes into sight again', async () => {
  const { cache, asked, settle } = list();
  cache.want(0, 10);
  cache.want(50_000, 50_010);
  expect(asked.map(({ signal }) => signal.aborted)).toEqual([true, false]);
  await settle();
  expect(cache.at(0)).toBeUndefined();
  expect(cache.at(50_000)?.id).toBe('input-50000');
  cache.want(0, 10);
  await settle();
  expect(cache.at(0)?.id).toBe('input-0');
});

test('through all of 100,000 no more than some pages are held', async () => {
  const { cache, settle } = list();
  for (let first = 0; first < 100_000; first += pageSize) {
    cache.want(first, first + 30);
    await settle();
    expect(cache.size).toBeLessThanOrEqual(21);
  }
  expect(cache.at(99_930)?.id).toBe('input-99930');
});

test('a page that failed says so, and is read again when it is asked to be', async () => {
  const { cache, asked, settle } = list();
  cache.want(0, 10);
  asked[0]!.answer(new Error('busy'));
  await settle();
  expect(cache.errorAt(5)?.message).toBe('busy');
  cache.retry();
  cache.want(0, 10);
  await settle();
  expect(cache.at(5)?.id).toBe('input-5');
});

test('what a change answered is shown at once', async () => {
  const { cache, settle } = list();
  cache.want(0, 10);
  await settle();
  const changed: Input = { id: 'input-3', data: { text: { raw: 'other' } } };
  cache.replace([changed, inputOf(70_000)]);
  expect([cache.at(3), cache.at(4)?.id]).toEqual([changed, 'input-4']);
});
