import { isHeavy } from '../../../local/heavy/is-heavy.ts';

const app = '/v2/users/u/apps/a';

test.each<[method: string, path: string, headers: Record<string, string>, isHeavy: boolean]>([
  ['GET', `${app}/inputs`, {}, false],
  ['OPTIONS', `${app}/concepts/status`, {}, false],
  ['GET', `${app}/inputs?page=400&per_page=128`, {}, false],
  ['GET', `${app}/inputs/status`, {}, false],
  ['GET', `${app}/inputs?per_page=1000`, {}, true],
  ['GET', `${app}/concepts?search=cat`, {}, true],
  ['GET', `${app}/annotations`, {}, false],
  ['GET', `${app}/annotations?page=40`, {}, true],
  ['GET', `${app}/datasets/d/versions/v/difference?from=u`, {}, true],
  ['GET', `${app}/inputs/stream`, {}, true],
  ['GET', `${app}/concepts/status`, {}, true],
  ['POST', `${app}/inputs`, { 'content-length': '2000' }, false],
  ['POST', `${app}/inputs`, { 'content-length': '2000000' }, true],
  ['POST', `${app}/inputs`, { 'transfer-encoding': 'chunked' }, true],
  ['POST', `${app}/inputs/searches`, { 'content-length': '20' }, true],
  ['POST', `${app}/datasets/d/versions`, { 'content-length': '20' }, true],
  ['POST', '/v1/files', { 'content-length': '2000000' }, true],
  ['POST', '/v1/fine_tuning/jobs', { 'content-length': '120' }, true],
  ['GET', '/v1/fine_tuning/jobs', {}, false],
  ['POST', '/v1/fine_tuning/jobs/ftjob-1/cancel', { 'content-length': '0' }, false],
  ['POST', '/v1/chat/completions', { 'content-length': '200000' }, false],
  ['POST', '/v1/chat/completions', { 'content-length': '2000000' }, true],
  ['PUT', '/files/users/x', { 'content-length': '2000000' }, false],
  ['GET', '/v2/users/u/events?app_id=a', {}, false],
  ['GET', '/healthz', {}, false],
])('%s %s %j: %s', (method, path, headers, expected) => {
  expect(isHeavy(new Request(`http://127.0.0.1${path}`, { method, headers }))).toBe(expected);
});
