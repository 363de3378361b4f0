import type { Body } from '../../app-under-test.ts';
import { Lab } from '../../lab.ts';

let lab: Lab;
beforeEach(async () => {
  lab = await Lab.open();
  await lab.addTexts('texts', 10);
  await lab.post('/models', { model: { id: 'reader', model_type_id: 'text-classifier' } });
});
afterEach(() => lab.close());

describe('the estimate of an incremental training', () => {
  const ask = (resumeFrom: object) =>
    lab.post('/models/reader/versions/estimates', {
      estimated_input_count: 100,
      model_versions: [{ train_info: { params: {}, resume_from_model: resumeFrom } }],
    });

  test("is of its parent's template, as its training would be", async () => {
    const id = await lab.train('reader');

    const { body } = await ask({ id: 'reader', model_version: { id } });

    const [estimate] = body.training_estimates as Body[];
    expect(estimate.kind).toBe('train');
    expect(estimate.explanation[0]).toMatch(/bert-small/);
  });

  test('is refused where the training would be: its parent does not exist', async () => {
    await lab.train('reader');

    expect((await ask({ id: 'nobody' })).body.status.code).toBe(21200);
  });
});
