import { annotationRoutes } from '../../../core/api/routes/annotations.ts';
import { appRoutes } from '../../../core/api/routes/apps.ts';
import { bulkOperationRoutes } from '../../../core/api/routes/bulk-operations.ts';
import { conceptRoutes } from '../../../core/api/routes/concepts.ts';
import { datasetInputRoutes } from '../../../core/api/routes/dataset-inputs.ts';
import { datasetVersionReportRoutes } from '../../../core/api/routes/dataset-version-reports.ts';
import { datasetVersionRoutes } from '../../../core/api/routes/dataset-versions.ts';
import { datasetRoutes } from '../../../core/api/routes/datasets.ts';
import { inputJobRoutes } from '../../../core/api/routes/input-jobs.ts';
import { inputRoutes } from '../../../core/api/routes/inputs.ts';
import { keyRoutes } from '../../../core/api/routes/keys.ts';
import { statusCodeRoutes } from '../../../core/api/routes/status-codes.ts';
import { userRoutes } from '../../../core/api/routes/users.ts';
import { bindings } from '../../proto/published-api.ts';
import { AppUnderTest } from './app-under-test.ts';

const lab = new AppUnderTest();
beforeAll(() => lab.open());
afterAll(() => lab.close());

const served = [
  ...[annotationRoutes, appRoutes, bulkOperationRoutes, conceptRoutes, datasetInputRoutes],
  ...[datasetVersionReportRoutes, datasetVersionRoutes, datasetRoutes, inputJobRoutes, inputRoutes],
  ...[keyRoutes, statusCodeRoutes, userRoutes],
].flat();
const operations = new Set(served.map(({ operation }) => operation));
const published = bindings.filter(({ operation }) => operations.has(operation));

test('what is served under a published name is served on every published path, with a slash or without', async () => {
  expect(published.length).toBeGreaterThan(operations.size);
  for (const { operation, method, path } of published) {
    const filled = path
      .replace('{user_app_id.user_id}', 'tester')
      .replace('{user_app_id.app_id}', 'lab')
      .replaceAll(/\{[^}]*\}/g, 'any');
    for (const at of [filled, `${filled}/`]) {
      // Without a valid key, so that nothing is changed.
      const { body } = await lab.send(method, at, undefined, 'none');

      const isOpen = operation.endsWith('StatusCode') || operation.endsWith('StatusCodes');
      expect([operation, at, isOpen || body.status.code]).toEqual([operation, at, isOpen || 11008]);
    }
  }
});

test('the status codes are told to anybody; one that was asked for is the answer', async () => {
  const ask = (path: string) => lab.send('GET', `/v2/status_codes${path}`, undefined, 'none');

  const { body } = await ask('');
  expect(body.statuses).toContainEqual({ code: 21100, description: 'Model is trained and ready' });
  expect(await ask('/11005')).toMatchObject({
    status: 200,
    body: { status: { code: 11005, description: 'Making too many requests' } },
  });
  expect((await ask('/12')).body.status.code).toBe(11101);
});
