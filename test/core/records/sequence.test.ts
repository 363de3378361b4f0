import { createApiKey } from '../../../core/access/authenticate.ts';
import type { Place } from '../../../core/records/sequence.ts';
import { newestFirst, nextSequence } from '../../../core/records/sequence.ts';
import type { Body } from '../api/app-under-test.ts';
import { Lab } from '../api/lab.ts';

const times: Place[] = [
  { id: 'a', createdAt: '2026-01-01T00:00:00.000Z' },
  { id: 'b', createdAt: '2026-01-02T00:00:00.000Z' },
];

test('records of earlier releases keep the order of their times, behind those with a number', () => {
  const later = { id: 'c', createdAt: '2025-01-01T00:00:00.000Z', sequence: nextSequence(times) };
  const last = { ...later, id: 'd', createdAt: '2024-01-01T00:00:00.000Z' };
  const all = [...times, { ...last, sequence: nextSequence([...times, later]) }, later];

  expect(all.toSorted(newestFirst).map(({ id }) => id)).toEqual(['d', 'c', 'b', 'a']);
  expect(nextSequence([{ sequence: 12 }, { sequence: 9 }, {}])).toBe(13);
});

test('ten come behind nine', () => {
  const numbered = Array.from({ length: 11 }, (_, index) => ({
    ...times[0]!,
    sequence: index + 1,
  }));
  expect(numbered.toSorted(newestFirst).map(({ sequence }) => sequence)).toEqual(
    numbered.map(({ sequence }) => sequence).toReversed(),
  );
});

describe('while the clock goes back an hour with each look at it', () => {
  let lab: Lab;
  let versions: string;
  let key: string;
  beforeAll(async () => {
    lab = await Lab.open();
    lab.account.heldOut = { count: 2, accuracy: 0.5, perConcept: [] };
    await lab.addTexts('texts', 8);
    await lab.post('/models', { model: { id: 'reader', model_type_id: 'text-classifier' } });
    versions = `/models/reader/versions/${await lab.train('reader')}`;
    await lab.must('POST', '/datasets/texts/versions', { dataset_versions: [{ id: 'frozen' }] });
    const request = { userId: 'tester', appId: 'lab', description: '', scopes: ['All'] };
    key = (await createApiKey(request, lab.deps)).key;
    let time = Date.now();
    jest.spyOn(lab.deps, 'now').mockImplementation(() => new Date((time -= 3.6e6)).toISOString());
  });
  afterAll(() => lab.close());

  const file = (name: string) => {
    const form = new FormData();
    form.set('purpose', 'fine-tune');
    form.set('file', new File(['{"prompt":"a","completion":"b"}\n'.repeat(12)], name));
    return form;
  };
  const v1 = async (method: string, path: string, body?: unknown): Promise<Body> => {
    const answer = await lab.send(method, path, body, key);
    expect([path, answer.status]).toEqual([path, 200]);
    return answer.body;
  };
  const model = () => ({ id: 'reader', model_version: { id: versions.split('/').at(-1) } });

  test.each<[string, (n: number) => Promise<string>, () => Promise<Body[]>]>([
    [
      'dataset versions',
      async (n) =>
        (
          await lab.must('POST', '/datasets/texts/versions', {
            dataset_versions: [{ id: `v${9 - n}` }],
          })
        ).dataset_versions[0].id,
      async () =>
        (await lab.must('GET', '/datasets/texts/versions')).dataset_versions.filter(
          ({ id }: Body) => id !== 'frozen',
        ),
    ],
    [
      'evaluations',
      async (n) => {
        const asked = [{ id: `e${9 - n}`, model: model() }];
        return (await lab.must('POST', '/evaluations', { eval_metrics: asked })).eval_metrics[0].id;
      },
      async () => (await lab.must('GET', '/evaluations')).eval_metrics,
    ],
    [
      'batch predictions',
      async (n) => {
        const dataset = { id: 'texts', version: { id: 'frozen' } };
        const prediction = { id: `p${9 - n}`, dataset };
        return (await lab.must('POST', `${versions}/predictions`, { prediction })).prediction.id;
      },
      async () => (await lab.must('GET', `${versions}/predictions`)).predictions,
    ],
    [
      'bulk operations',
      async () => {
        const operation = {
          operation: { delete_geo: {} },
          input_ids: { input_ids: ['texts-good-0'] },
        };
        const body = { bulk_operations: [operation] };
        return (await lab.must('POST', '/bulk_operations', body)).bulk_operation[0].id;
      },
      async () => (await lab.must('GET', '/bulk_operations')).bulk_operation,
    ],
    [
      'add-jobs of inputs',
      async (n) => {
        const inputs = [{ data: { text: { raw: 'x' } } }];
        const body = { inputs, inputs_add_job_id: `j${9 - n}` };
        return (await lab.must('POST', '/inputs', body)).inputs_add_job.id;
      },
      async () => (await lab.must('GET', '/inputs/jobs/add')).inputs_add_jobs,
    ],
    [
      'files below /v1',
      async (n) => (await v1('POST', '/v1/files', file(`${n}.jsonl`))).id,
      async () => (await v1('GET', '/v1/files')).data,
    ],
    [
      'fine-tuning jobs below /v1',
      async () => {
        const training_file = (await v1('GET', '/v1/files')).data[0].id;
        const job = { model: 'Deeptune_Gpt_Small', training_file };
        return (await v1('POST', '/v1/fine_tuning/jobs', job)).id;
      },
      async () => (await v1('GET', '/v1/fine_tuning/jobs')).data,
    ],
  ])('%s are listed newest first', async (_, make, list) => {
    const made: string[] = [];
    for (let n = 0; n < 3; n += 1) made.push(await make(n));

    expect((await list()).map(({ id }) => id)).toEqual(made.toReversed());
  });
});
