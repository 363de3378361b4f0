import { annotationRoutes } from '../../../../core/api/clarifai/annotations/annotation-routes.ts';
import { appRoutes } from '../../../../core/api/clarifai/account/app-routes.ts';
import { bulkOperationRoutes } from '../../../../core/api/clarifai/inputs/bulk-operation-routes.ts';
import { conceptRoutes } from '../../../../core/api/clarifai/inputs/concept-routes.ts';
import { datasetInputRoutes } from '../../../../core/api/clarifai/datasets/dataset-input-routes.ts';
import { datasetVersionReportRoutes } from '../../../../core/api/clarifai/datasets/dataset-version-report-routes.ts';
import { datasetVersionRoutes } from '../../../../core/api/clarifai/datasets/dataset-version-routes.ts';
import { datasetRoutes } from '../../../../core/api/clarifai/datasets/dataset-routes.ts';
import { inputJobRoutes } from '../../../../core/api/clarifai/inputs/input-job-routes.ts';
import { inputRoutes } from '../../../../core/api/clarifai/inputs/input-routes.ts';
import { keyRoutes } from '../../../../core/api/clarifai/account/key-routes.ts';
import { statusCodeRoutes } from '../../../../core/api/clarifai/account/status-code-routes.ts';
import { userRoutes } from '../../../../core/api/clarifai/account/user-routes.ts';
import { bindings } from '../../../proto/published-api.ts';
import { AppUnderTest } from '../app-under-test.ts';

const lab = new AppUnderTest();
beforeAll(() => lab.open());
afterAll(() => lab.close());

const served = [
  ...[annotationRoutes, appRoutes, bulkOperationRoutes, conceptRoutes, datasetInputRoutes],
  ...[datasetVersionReportRoutes, datasetVersionRoutes, datasetRoutes, inputJobRoutes, inputRoutes],
  ...[keyRoutes, statusCodeRoutes, userRoutes],
].flat();
const operations = new Set<string>(served.map(({ operation }) => operation));
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
