import { keys } from '../../../../../core/records/keys.ts';
import type { Body } from '../../app-under-test.ts';
import { Lab } from '../../lab.ts';

const scope = { userId: 'tester', appId: 'lab' };

describe('which version of a model answers', () => {
  let lab: Lab;
  let first: string;
  /** A child of it, which waits for a person: the container of these tests compares nothing. */
  let child: string;
  const promotions = '/models/reader/promotions';
  const promote = (promotion: object) => lab.must('POST', promotions, { promotion });
  const answers = async (): Promise<string> =>
    (await lab.must('GET', promotions)).promoted_version_id;
  const predictedBy = async (path = '/models/reader/outputs'): Promise<Body> => {
    const body = { inputs: [{ data: { text: { raw: 'hello' } } }] };
    await lab.post(path, body);
    return (await lab.must('POST', path, body)).outputs[0].model.model_version.id;
  };

  beforeAll(async () => {
    lab = await Lab.open();
    lab.host(({ inputs }) => ({
      outputs: inputs.map(() => ({ concepts: [{ id: 'good', name: 'good', value: 0.7 }] })),
    }));
    await lab.addTexts('texts', 8);
    await lab.post('/models', { model: { id: 'reader', model_type_id: 'text-classifier' } });
    first = await lab.train('reader');
    const resume_from_model = { id: 'reader', app_id: 'lab', user_id: 'tester' };
    const params = { template: 'Deeptune_Bert_Small' };
    child = await lab.train('reader', { train_info: { params, resume_from_model } });
  });
  afterAll(() => lab.close());

  test('the first one, and no child that nobody compared with it', async () => {
    const { promoted_version_id, promotions: moves } = await lab.must('GET', promotions);

    expect(promoted_version_id).toBe(first);
    expect(moves).toMatchObject([{ versionId: first, sequence: 1, cause: 'first-version' }]);
    const { gate } = await lab.must('GET', `/models/reader/versions/${child}/gate`);
    expect(gate).toMatchObject({
      verdict: 'await-approval',
      reasons: [{ code: 'not-measured' }],
      parentVersionId: first,
      negativeFlips: [],
    });
  });

  test('predictions without a version are its; the newest one is shown, and answers by its name', async () => {
    expect(await predictedBy()).toBe(first);
    expect(await predictedBy(`/models/reader/versions/${child}/outputs`)).toBe(child);
    const { model } = await lab.must('GET', '/models/reader');
    expect(model.model_version).toMatchObject({
      id: child,
      status: {
        code: 21100,
        details: expect.stringContaining(`version '${first}' is trained and answers`),
      },
      metadata: { deeptune: { gate: { verdict: 'await-approval' } } },
    });
    const { models } = await lab.must('GET', '/model_summaries');
    expect(models[0].serving.id).toBe(first);
  });

  test('a quote and a training that name no version go on from the one that answers', async () => {
    const resume_from_model = { id: 'reader', app_id: 'lab', user_id: 'tester' };
    const train_info = { params: { template: 'Deeptune_Bert_Small' }, resume_from_model };
    const id = await lab.train('reader', { train_info });
    const { model_version } = await lab.must('GET', `/models/reader/versions/${id}`);

    expect(model_version.train_info.resume_from_model.model_version.id).toBe(first);
    await lab.must('DELETE', `/models/reader/versions/${id}`);
  });

  test.each<[string, object, [number, number, RegExp]]>([
    [
      'the one that answers',
      { versionId: 'FIRST' },
      [400, 21203, /^Version '.*' answers already, since 20/],
    ],
    ['one that is not there', { versionId: 'nothing' }, [404, 21200, /'nothing' does not exist/]],
    [
      'nothing before the first',
      { versionId: 'previous' },
      [400, 21203, /answered before version/],
    ],
    [
      'an expectation that is not so any more',
      { versionId: 'CHILD', expectedVersionId: 'CHILD' },
      [409, 21203, /^'promotion\.expectedVersionId' is '.*', and version '.*' answers now/],
    ],
    ['no reason', { versionId: 'CHILD', reason: ' ' }, [400, 11100, /promotion\.reason.*say why/]],
    ['a field that nobody knows', { versionId: 'CHILD', force: true }, [400, 11100, /force/]],
  ])('%s is refused', async (_, change, [http, code, says]) => {
    const ids = JSON.stringify({ reason: 'looked at it', ...change })
      .replaceAll('FIRST', first)
      .replaceAll('CHILD', child);
    const refusal = await lab.refused('POST', promotions, { promotion: JSON.parse(ids) });

    expect(refusal).toEqual([http, code, expect.stringMatching(says)]);
    expect(await answers()).toBe(first);
  });

  test('what is not trained cannot answer', async () => {
    await lab.post('/models', { model: { id: 'empty', model_type_id: 'text-classifier' } });
    const { model } = await lab.must('GET', '/models/empty');
    const promotion = { versionId: model.model_version.id, reason: 'try' };

    const [http, code] = await lab.refused('POST', '/models/empty/promotions', { promotion });
    expect([http, code]).toEqual([400, 21102]);
  });

  test('another tenant sees none of it', async () => {
    const other = await lab.keyOf('other');
    for (const [method, path] of [
      ['GET', promotions],
      ['POST', promotions],
      ['GET', '/models/reader/gate'],
      ['GET', `/models/reader/versions/${child}/gate`],
    ] as const) {
      const { status } = await lab.call(method, path, undefined, other);
      expect([method, path, status]).toEqual([method, path, 404]);
    }
  });

  test('a person approves, and rolls back with one call', async () => {
    const approved = await promote({ versionId: child, reason: 'fine', expectedVersionId: first });
    expect(approved.promotion).toMatchObject({
      ...{ versionId: child, fromVersionId: first, sequence: 2, cause: 'approved', by: 'tester' },
    });
    expect(await predictedBy()).toBe(child);

    const back = await promote({ versionId: 'previous', reason: 'it was not' });
    expect(back.promotion).toMatchObject({ versionId: first, sequence: 3, cause: 'rolled-back' });
    expect(await answers()).toBe(first);
    const { promotions: moves } = await lab.must('GET', `${promotions}?per_page=2`);
    expect(moves.map(({ sequence }: Body) => sequence)).toEqual([3, 2]);
  });

  test('the policy is as by default until it is set, within its ranges', async () => {
    const defaults = {
      ...{ allowedLossPoints: 1, maxNegativeFlipPercent: 3, maxFlipsOfErrorsPercent: 40 },
      ...{ newConceptFloor: 0.5, requiresApproval: false },
    };
    const path = '/models/reader/gate';
    expect(await lab.must('GET', path)).toMatchObject({ gate_policy: defaults });

    const asked = { allowedLossPoints: 2.5, requiresApproval: true };
    const { gate_policy } = await lab.must('PUT', path, { gate_policy: asked });
    expect(gate_policy).toEqual({ ...defaults, ...asked });
    expect((await lab.must('GET', path)).gate_policy).toEqual(gate_policy);

    for (const wrong of [
      { allowedLossPoints: -1 },
      { maxNegativeFlipPercent: 101 },
      { newConceptFloor: 1.1 },
      { requiresApproval: 'yes' },
      { floor: 1 },
    ]) {
      const [http, code, details] = await lab.refused('PUT', path, { gate_policy: wrong });
      expect([http, code]).toEqual([400, 11100]);
      expect(details).toContain(Object.keys(wrong)[0]);
    }
    expect((await lab.must('GET', path)).gate_policy).toEqual(gate_policy);
  });

  test('from then on a training without a parent waits too, and a model without another answers nothing', async () => {
    const id = await lab.train('reader');
    expect(await answers()).toBe(first);
    const { gate } = await lab.must('GET', `/models/reader/versions/${id}/gate`);
    expect(gate).toMatchObject({
      verdict: 'await-approval',
      reasons: [{ code: 'approval-required' }],
    });

    await lab.post('/models', { model: { id: 'shy', model_type_id: 'text-classifier' } });
    await lab.must('PUT', '/models/shy/gate', { gate_policy: { requiresApproval: true } });
    const only = await lab.train('shy');
    const body = { inputs: [{ data: { text: { raw: 'hello' } } }] };
    const [http, code, details] = await lab.refused('POST', '/models/shy/outputs', body);
    expect([http, code]).toEqual([400, 21203]);
    expect(details).toContain(`version '${only}' waits for approval`);
    const { promotion } = await lab.must('POST', '/models/shy/promotions', {
      promotion: { versionId: only, reason: 'looked at it' },
    });
    expect(promotion.cause).toBe('approved');
  });

  test('what nobody approved does not answer where nothing is promoted, and a model made anew has no past', async () => {
    const { table } = lab.deps;
    const { data } = (await table.get(keys.model(scope, 'shy')))!;
    const before = Object.entries(data).filter(([name]) => name !== 'promoted');
    const put = { ...keys.model(scope, 'shy'), data: Object.fromEntries(before) };
    await table.write([{ put }]);
    const { promoted_version_id } = await lab.must('GET', '/models/shy/promotions');
    expect(promoted_version_id).toBeUndefined();

    await lab.must('DELETE', '/models/shy');
    await lab.post('/models', { model: { id: 'shy', model_type_id: 'text-classifier' } });
    expect((await lab.must('GET', '/models/shy/promotions')).promotions).toEqual([]);
  });
});
