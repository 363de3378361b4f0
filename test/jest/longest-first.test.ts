import { globSync } from 'node:fs';
import { dirname, join } from 'node:path';
import LongestFirst, { long } from './longest-first.ts';

const root = dirname(dirname(import.meta.dirname));
const files = globSync('test/**/*.test.ts', { cwd: root });

/** Tests that no cache knows: jest would run the largest file first. */
function sorted(paths: readonly string[]): string[] {
  const context = {
    config: { cacheDirectory: import.meta.dirname, id: 'none', rootDir: root },
    hasteFS: { getSize: (path: string) => path.length },
  };
  const sequencer = new LongestFirst({ contexts: [], globalConfig: {} } as never);
  const tests = paths.map((path) => ({ context, path: join(root, path) }));
  return sequencer.sort(tests as never).map(({ path }) => path.slice(root.length + 1));
}

test.each(long)('%s is there, and runs before what is not known to be long', (place) => {
  const found = files.filter((path) => path.includes(place));
  expect(found).not.toEqual([]);
  const short = files.filter((path) => !long.some((each) => path.includes(each)));

  const order = sorted([...short, ...found]);

  expect(order.slice(0, found.length).sort()).toEqual(found.sort());
});

test('the longest of all is the first', () => {
  expect(sorted(files)[0]).toBe('test/end-to-end/laptop.test.ts');
});
