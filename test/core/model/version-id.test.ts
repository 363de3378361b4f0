import { versionIdAt } from '../../../core/model/version-id.ts';

const least = '0'.repeat(32);
const most = 'f'.repeat(32);

test('an id is 32 hexadecimal digits: the millisecond of its creation, then the random ones', () => {
  expect(versionIdAt('2026-11-25T12:00:00.001Z', most)).toBe(`01a21293b601${'f'.repeat(20)}`);
  expect(versionIdAt('1970-01-01T00:00:00.000Z', least)).toBe(least);
});

test('the ids of later versions sort behind, whatever their random digits', () => {
  const moments = ['2026-11-25T12:00:00.000Z', '2026-11-25T12:00:00.001Z', '2027-01-01T00:00:00Z'];
  const [first, second, third] = moments.map((at, n) => versionIdAt(at, n === 0 ? most : least));

  expect(first! < second! && second! < third!).toBe(true);
});
