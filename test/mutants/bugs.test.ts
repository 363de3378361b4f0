import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bugs } from './bugs.ts';
import { changed } from './planted-bug.ts';
import { root, testFilesOf } from './run-tests.ts';

test('names are unique, and there are enough of them', () => {
  const names = bugs.map(({ name }) => name);

  expect(new Set(names).size).toBe(names.length);
  expect(names.length).toBeGreaterThanOrEqual(60);
});

test.each(bugs)('$name: the table follows the code', (bug) => {
  const source = readFileSync(join(root, bug.file), 'utf8');

  expect(changed(source, bug)).not.toBe(source);
  expect(testFilesOf(bug.tests).length).toBeGreaterThan(0);
});
