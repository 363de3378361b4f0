import { creationOrder, nextVersion, withLatestVersion } from '../../../core/model/version-id.ts';
import type { Model } from '../../../core/model/model.ts';
import type { ModelVersion } from '../../../core/model/model-version.ts';

const zeros = '0'.repeat(32);
const ones = 'f'.repeat(32);
const idOf = (lastSequence: number, randomId: string) => nextVersion({ lastSequence }, randomId).id;

test('an id is 32 hexadecimal digits: a mark, the sequence number, then the random ones', () => {
  expect(nextVersion({}, zeros)).toEqual({ id: `ffff00000001${'0'.repeat(20)}`, sequence: 1 });
  expect(nextVersion({ lastSequence: 255 }, ones)).toEqual({
    id: `ffff00000100${'f'.repeat(20)}`,
    sequence: 256,
  });
});

test('the ids of later versions sort behind, whatever their random digits', () => {
  const ids = [idOf(0, ones), idOf(1, zeros), idOf(15, ones), idOf(16, zeros), idOf(99_999, zeros)];

  expect(ids.toSorted()).toEqual(ids);
});

test('ids of earlier releases, which begin with their time, sort before', () => {
  const inTheYear2500 = `0f38a4b6fc00${'f'.repeat(20)}`;

  expect(inTheYear2500 < idOf(0, zeros)).toBe(true);
});

test('a model remembers the number of its newest version', () => {
  const model = { id: 'm', latestVersionId: 'before' } as Model;

  expect(withLatestVersion(model, { id: 'v', sequence: 4 })).toEqual({
    id: 'm',
    latestVersionId: 'v',
    lastSequence: 4,
  });
});

test('a list is sorted by sequence, and by time only where a version has none', () => {
  const version = (id: string, createdAt: string, sequence?: number) =>
    ({ id, createdAt, ...(sequence === undefined ? {} : { sequence }) }) as ModelVersion;
  const versions = [
    version('random-b', '2026-01-01T00:00:00.000Z'),
    version('random-a', '2026-01-02T00:00:00.000Z'),
    version(idOf(0, ones), '2026-01-04T00:00:00.000Z', 1),
    version(idOf(1, zeros), '2026-01-03T00:00:00.000Z', 2),
  ];

  const sorted = versions
    .toReversed()
    .sort((a, b) => (creationOrder(a) < creationOrder(b) ? -1 : 1));

  expect(sorted).toEqual(versions);
});
