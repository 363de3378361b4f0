import { readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';

const code = readFileSync(
  new URL('../../../lib/console/deep-links.cf.js', import.meta.url),
  'utf8',
);

/** As CloudFront runs it at a viewer's request. */
function served(uri: string): string {
  const event = { request: { method: 'GET', uri, headers: {}, querystring: {} } };
  const answer = runInNewContext(`${code}\nhandler(event)`, { event }) as { uri: string };
  return answer.uri;
}

test.each([
  ['/', '/index.html'],
  ['/index.html', '/index.html'],
  ['/icon.svg', '/icon.svg'],
  ['/assets/main-4QZJ3A.js', '/assets/main-4QZJ3A.js'],
  ['/usage', '/index.html'],
  // Ids may look like file names.
  ['/apps/lab.v2/models/cats.onnx/train', '/index.html'],
  ['/apps/lab/datasets/photos.zip', '/index.html'],
  ['/apps/a/assets/x.js', '/index.html'],
])('%s is answered with %s', (uri, file) => {
  expect(served(uri)).toBe(file);
});

test('it is small enough for CloudFront, which takes 10 kB', () => {
  expect(Buffer.byteLength(code)).toBeLessThan(10_240);
});
