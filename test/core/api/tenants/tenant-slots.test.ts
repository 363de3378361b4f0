import { examples } from '../../../../core/api/reference/examples.ts';
import { bodySchema } from '../../../../core/api/http/body/body-schema.ts';
import { pathsOf } from '../../../../core/api/http/route.ts';
import type { Route } from '../../../../core/api/http/route.ts';
import { allRoutes } from '../../../../core/api/clarifai/all-routes.ts';
import type { Answer } from '../app-under-test.ts';
import { slotsOfBody, slotsOfSchema, withId } from './id-slots.ts';
import { TwoTenants, secret } from './two-tenants.ts';

/**
 * The intruder's requests are right but for one id, which is the victim's: in every slot of every
 * body. No answer may show the victim's texts or differ from that to an id that nobody has, and
 * nothing of the victim's may change.
 */
let tenants: TwoTenants;
beforeAll(async () => {
  tenants = await TwoTenants.open();
}, 60_000);
afterAll(() => tenants.lab.close());

const training = {
  model_versions: [{ train_info: { params: { template: 'Deeptune_Bert_Small' } } }],
};
const input_ids = { input_ids: ['good-1'] };
const search = { query: { filters: [{ input: { id: 'good-1', dataset_ids: ['things'] } }] } };
/**
 * Bodies with slots that are free in the schema, or shadowed by another in the document's example.
 */
const more: Readonly<Record<string, readonly object[]>> = {
  PostModelVersions: [training],
  PostModelVersionsTrainingEstimates: [training],
  PostDatasetInputs: [{}],
  PostBulkOperations: [
    { input_ids, operation: { add_to_dataset: { dataset_id: 'things' } } },
    { input_ids, operation: { delete_from_dataset: { dataset_id: 'things' } } },
    { dataset: { id: 'things' }, operation: { delete_geo: {} } },
    { search, operation: { delete_geo: {} } },
  ].map((order) => ({ bulk_operations: [order] })),
};

const attempts = allRoutes.flatMap((route) => {
  const { operation, method, body: schema } = route;
  const bodies = schema ? [examples[operation] ?? {}, ...(more[operation] ?? [])] : [];
  return bodies.flatMap((body) =>
    slotsOf(schema, body).map((slot) => ({
      operation,
      method,
      path: pathsOf(route)[0],
      slot,
      body,
    })),
  );
});

function slotsOf(schema: Route['body'], body: object): string[] {
  const inSchema = schema ? slotsOfSchema(bodySchema(schema)) : [];
  return [...new Set([...inSchema, ...slotsOfBody(body)])];
}

let made = 0;

/**
 * Ids that only the service makes, where examples have others; whatever an example makes is another
 * one each time.
 */
function withOwnIds<T>(body: T): T {
  const idOf = (value: string) =>
    value.startsWith('new-') ? `${value}-${(made += 1)}` : (tenants.own[value] ?? value);
  const text = JSON.stringify(body, (_, value: unknown) =>
    typeof value === 'string' && value.includes('-') ? idOf(value) : value,
  );
  return JSON.parse(text) as T;
}

/** An id of the same form that nothing has. */
function idOfNobody(id: string): string {
  const other = (hex: string) => [...hex].reverse().join('');
  return id.replace('victim', 'nobody').replace(/[0-9a-f]{32}/, other);
}

function codesOf({ status, body }: Answer): unknown[] {
  return [status, body.status.code, body.status.developer_notes];
}

test.each(attempts)(
  '$operation with another’s id as $slot',
  async ({ method, path = '', slot, body }) => {
    const { lab, key, own, victimIds } = tenants;
    const at = path.replace(/:(\w+)/g, (_, name: string) => own[name] ?? name);
    const ask = (id: string) => lab.send(method, at, withId(withOwnIds(body), slot, id), key);
    const before = tenants.victimRecords();

    for (const id of victimIds) {
      const [answer, ofNobody] = [await ask(id), await ask(idOfNobody(id))];

      expect(JSON.stringify(answer.body)).not.toContain(secret);
      // Nothing tells him that there is such a thing.
      expect([id, codesOf(answer)]).toEqual([id, codesOf(ofNobody)]);
    }
    expect(tenants.victimRecords()).toBe(before);
    expect(before).toContain(secret);
  },
);

test('slots that are deep in a body are among those that are tried', () => {
  expect(attempts.map(({ operation, slot }) => `${operation} ${slot}`)).toEqual(
    expect.arrayContaining([
      'PostSchedule schedule.dataset_id',
      'PostModelVersions model_versions[].train_info.resume_from_model.model_version.id',
      'PostBulkOperations bulk_operations[].search.query.filters[].input.dataset_ids[]',
      'PostEvaluations eval_metrics[].model.model_version.id',
    ]),
  );
});
