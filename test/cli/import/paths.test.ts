import { posix } from 'node:path';
import { posix as ours } from '../../../cli/import/paths.ts';

const paths = [
  ...['', '.', '..', '/', 'a', 'a/', '/a', 'a/b', './a', 'a/./b', 'a/../b', '../a', 'a/../../b'],
  ...['//a//b', 'a//b/', '.hidden', 'a/.hidden', 'a.tar.gz', 'a.', 'a/b.png', '..png', 'x/..a.b'],
  ...['a/b/..', 'a/..', './', '../', '/..', '/../a', 'été/ß.JPG', 'a b/c d.txt', '.a.b', '...'],
];

/* What is read in a browser has the ids that the command line gives: of the same names. */
test.each(paths)('%j is taken as Node takes it', (path) => {
  expect({
    normalize: ours.normalize(path),
    dirname: ours.dirname(path),
    basename: ours.basename(path),
    withoutEnding: ours.basename(path, '.png'),
    extname: ours.extname(path),
    joined: paths.map((other) => ours.join(path, other)),
  }).toEqual({
    normalize: posix.normalize(path),
    dirname: posix.dirname(path),
    basename: posix.basename(path),
    withoutEnding: posix.basename(path, '.png'),
    extname: posix.extname(path),
    joined: paths.map((other) => posix.join(path, other)),
  });
});
