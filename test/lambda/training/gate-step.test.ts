import { gate } from '../../../core/job/steps/gate.ts';
import { deleteVersion } from '../../../core/deletion/delete-version.ts';
import { reconcile } from '../../../core/recovery/reconcile.ts';
import { stopTraining } from '../../../core/job/request/stop-training.ts';
import { findAnswering } from '../../../core/model/answering-version.ts';
import type { GateResult, PairedAnswer } from '../../../core/model/promotion/gate-result.ts';
import type { Model } from '../../../core/model/model.ts';
import type { PromotionMove } from '../../../core/model/promotion/promotion.ts';
import { getModel } from '../../../core/model/version-store.ts';
import { keys } from '../../../core/records/keys.ts';
import { jobKeys, objectKeys } from '../../../core/records/object-keys.ts';
import { readAll, readRecord, toData } from '../../../core/records/records.ts';
import { movePromotion } from '../../../core/training/gate/move-promotion.ts';
import { answers } from '../../core/training/gate/answers.ts';
import { scope } from '../account.ts';
import { modelId, order } from '../reader.ts';
import { StepsByHand } from './steps-by-hand.ts';

const kept = [...answers('good', 40, [1, 1]), ...answers('bad', 40, [1, 1])];
const broken = [...answers('good', 40, [1, 0]), ...answers('bad', 40, [1, 1])];

describe('the step Gate, and what Settle makes of it', () => {
  let steps: StepsByHand;
  let first: string;
  beforeEach(async () => {
    steps = await StepsByHand.make();
    await done();
    expect(await end()).toMatchObject({ outcome: 'promoted' });
    first = steps.state.versionId;
  });
  afterEach(() => steps.account.close());

  const host = () => steps.account.host('api');
  const model = async () => (await getModel(host().table, scope, modelId)).value;
  const answering = async () => (await findAnswering(host().table, scope, await model()))?.id;
  const moves = () => readAll<PromotionMove>(host().table, keys.promotionsOf(scope, modelId));
  const folder = () => objectKeys.versionPrefix(scope, steps.state.versionId);

  async function done(): Promise<void> {
    await steps.ends(await steps.running(), {});
    await steps.verified();
  }

  /** Gate and Settle. */
  async function end() {
    steps.state = await gate(steps.state, steps.account.host('gate'));
    return steps.settle();
  }

  async function writeAnswers(lines: readonly PairedAnswer[]): Promise<void> {
    const rows = { heldOut: lines.length, chosen: lines.length, answered: lines.length };
    const all = [{ schemaVersion: 1, score: 'right', rows }, ...lines];
    const text = all.map((line) => JSON.stringify(line)).join('\n') + '\n';
    await host().objects.put(jobKeys.gateAnswers(folder()), new TextEncoder().encode(text));
  }

  /** A child of the first version, trained, with what both answer. */
  async function child(lines?: readonly PairedAnswer[], parent = first): Promise<string> {
    await steps.ask({ ...order, resumeFrom: { scope, modelId, versionId: parent } });
    await done();
    if (lines) await writeAnswers(lines);
    return steps.state.versionId;
  }

  async function result(): Promise<GateResult> {
    const bytes = await host().objects.get(jobKeys.gate(folder()));
    return JSON.parse(new TextDecoder().decode(bytes)) as GateResult;
  }

  const ofEvents = (type: string) =>
    steps.account.aws.eventbridge.events.filter(({ DetailType }) => DetailType === type);

  async function changeModel(change: Partial<Model>): Promise<void> {
    const { value, rev } = await getModel(host().table, scope, modelId);
    const put = { ...keys.model(scope, modelId), data: toData({ ...value, ...change }) };
    await host().table.write([{ put, if: { rev } }]);
  }

  test('the first version answers as soon as it is trained', async () => {
    expect(await moves()).toMatchObject([
      { versionId: first, sequence: 1, cause: 'first-version' },
    ]);
    expect(await steps.version()).toMatchObject({
      gate: { verdict: 'promote', promotion: { sequence: 1 } },
    });
    expect(ofEvents('model.promoted')).toHaveLength(1);
  });

  test('a child that keeps what its parent knew takes its place', async () => {
    const id = await child(kept);

    expect(await end()).toMatchObject({ outcome: 'promoted', failure: null });

    expect(await answering()).toBe(id);
    expect((await moves()).at(-1)).toMatchObject({
      ...{ versionId: id, sequence: 2, cause: 'gate', fromVersionId: first },
    });
    expect(await result()).toMatchObject({ verdict: 'promote', evaluationSet: { compared: 80 } });
  });

  test('one that forgot is kept, with what broke and what flipped, and its parent goes on answering', async () => {
    const id = await child(broken);

    expect(await end()).toMatchObject({ outcome: 'held-back' });

    expect(await answering()).toBe(first);
    expect(await moves()).toHaveLength(1);
    expect(await steps.version()).toMatchObject({
      ...{ id, status: 'trained' },
      gate: { verdict: 'hold-back', brokenConcepts: ['good'], negativeFlipCount: 40 },
    });
    expect((await result()).negativeFlips).toHaveLength(40);
    const [told] = ofEvents('model-version.held-back');
    expect(JSON.parse(told!.Detail!)).toMatchObject({ versionId: id, brokenConcepts: ['good'] });
    expect(ofEvents('model.promoted')).toHaveLength(1);
  });

  test.each([
    ['no answers', undefined, /kept no answers/],
    ['an answer that is none', [{ id: 'x', scores: 'all' }], /Line 2 of the answers/],
  ])('with %s a person decides', async (_, lines, says) => {
    await child(lines as unknown as PairedAnswer[]);

    expect(await end()).toMatchObject({ outcome: 'awaits-approval' });

    expect((await result()).reasons[0]).toMatchObject({
      code: 'not-measured',
      message: expect.stringMatching(says),
    });
    expect(await answering()).toBe(first);
    expect(ofEvents('model-version.awaits-approval')).toHaveLength(1);
  });

  test('what died after any of its writes is done once, and says the same again', async () => {
    const id = await child(kept);
    const once = await gate(steps.state, steps.account.host('gate'));
    const decided = await result();
    expect(await gate(steps.state, steps.account.host('gate'))).toEqual(once);
    expect(await result()).toEqual(decided);
    steps.state = once;
    const settled = await steps.settle();

    expect(await steps.settle()).toEqual(settled);
    expect(await gate(once, steps.account.host('gate'))).toEqual(once);

    expect((await moves()).map(({ versionId }) => versionId)).toEqual([first, id]);
    const [, ...told] = ofEvents('model.promoted').map(({ Detail }) => Detail);
    expect(told).toHaveLength(2);
    expect(new Set(told).size).toBe(1);
  });

  test('what was promoted between Gate and Settle is not overtaken unseen', async () => {
    await child(kept);
    steps.state = await gate(steps.state, steps.account.host('gate'));
    const compared = steps.state;
    await steps.ask();
    await done();
    expect(await end()).toMatchObject({ outcome: 'promoted' });
    const newest = steps.state.versionId;
    steps.state = compared;

    expect(await steps.settle()).toMatchObject({ outcome: 'awaits-approval' });

    expect(await steps.version()).toMatchObject({
      gate: { verdict: 'await-approval', reasons: [{ code: 'promoted-meanwhile' }] },
    });
    expect((await result()).verdict).toBe('promote');
    expect(await answering()).toBe(newest);
  });

  test('a stop while the gate decides is too late', async () => {
    await child(kept);
    await stopTraining(steps.ref, host());

    expect(await end()).toMatchObject({ outcome: 'promoted' });
  });

  test('a version that was stopped answers only where nothing else could', async () => {
    const id = await child();
    const settled = await steps.settle({ outcome: 'stopped' });

    expect(settled).toMatchObject({ outcome: 'stopped' });
    expect(await steps.version()).toMatchObject({
      id,
      gate: { verdict: 'hold-back', reasons: [{ code: 'stopped-early' }] },
    });
    expect(await answering()).toBe(first);
  });

  test('an execution of the release before, which knew no gate, promotes no child unseen', async () => {
    await child(kept);

    expect(await steps.settle()).toMatchObject({ outcome: 'awaits-approval' });
    expect(await answering()).toBe(first);
  });

  test('the reconciler asks the gate of a training whose execution died', async () => {
    const id = await child(kept);
    const executions = steps.account.aws.stepFunctions.executions();
    const execution = executions.find(({ name }) => name === id);
    steps.account.aws.stepFunctions.end(execution!, { status: 'ABORTED', error: 'lost' });
    await reconcile(steps.account.host('reconcile'));

    expect(await answering()).toBe(id);
  });

  test('a model that asks for approval: a person promotes, and rolls back', async () => {
    await changeModel({
      gate: {
        ...{ allowedLossPoints: 1, maxNegativeFlipPercent: 3, maxFlipsOfErrorsPercent: 40 },
        ...{ newConceptFloor: 0.5, requiresApproval: true },
      },
    });
    const id = await child(kept);
    expect(await end()).toMatchObject({ outcome: 'awaits-approval' });
    const asked = { scope, modelId, reason: 'looked at', by: 'tester' };

    const approved = await movePromotion({ ...asked, versionId: id }, host());
    expect(approved).toMatchObject({ cause: 'approved', sequence: 2, fromVersionId: first });
    expect(await answering()).toBe(id);

    const back = await movePromotion({ ...asked, versionId: 'previous' }, host());
    expect(back).toMatchObject({ cause: 'rolled-back', versionId: first, sequence: 3 });
    expect(await answering()).toBe(first);
    expect(ofEvents('model.rolled-back')).toHaveLength(1);

    // What was rolled back is not gone forward to again.
    const again = movePromotion({ ...asked, versionId: 'previous' }, host());
    await expect(again).rejects.toMatchObject({ code: 'nothing-to-roll-back' });
  });

  /** First, and two children that came in its place one after the other. */
  async function threeAnswered(): Promise<[string, string]> {
    const second = await child(kept);
    await end();
    const third = await child(kept, second);
    await end();
    return [second, third];
  }
  const asked = { scope: { ...scope }, modelId, reason: 'looked at', by: 'tester' };
  const move = (versionId: string) => movePromotion({ ...asked, versionId }, host());
  const remove = (versionId: string) => deleteVersion({ scope, modelId, versionId }, host());

  test('behind a version that was deleted a roll back goes on', async () => {
    const [second, third] = await threeAnswered();
    await remove(third);
    expect(await answering()).toBe(second);

    expect(await move('previous')).toMatchObject({ versionId: first, cause: 'rolled-back' });
  });

  test('a deletion brings nothing back that was rolled back', async () => {
    const [second] = await threeAnswered();
    await move('previous');
    await remove(second);

    expect(await answering()).toBe(first);
    await expect(move('previous')).rejects.toMatchObject({ code: 'nothing-to-roll-back' });
  });

  test('what was rolled back and is promoted again was not rolled back to', async () => {
    const [second, third] = await threeAnswered();
    await move('previous');

    expect(await move(third)).toMatchObject({ cause: 'by-hand', fromVersionId: second });
    expect(await move('previous')).toMatchObject({ versionId: second, cause: 'rolled-back' });
  });

  test('of two candidates of one parent the first to settle answers, the other waits', async () => {
    const one = await child(kept);
    const ofOne = await gate(steps.state, steps.account.host('gate'));
    const other = await child(kept);
    const ofOther = await gate(steps.state, steps.account.host('gate'));

    const settled = [ofOther, ofOne].map((state) => steps.settle(state));
    const outcomes = (await Promise.all(settled)).map(({ outcome }) => outcome);

    expect(outcomes.toSorted()).toEqual(['awaits-approval', 'promoted']);
    expect(await answering()).toBe(outcomes[0] === 'promoted' ? other : one);
    expect(await moves()).toHaveLength(2);
  });

  test('a model of an earlier release, of which nothing was promoted: its newest one is', async () => {
    const { promoted, ...before } = await model();
    expect(promoted?.versionId).toBe(first);
    const key = keys.model(scope, modelId);
    const gone = (await moves()).map(({ sequence }) => keys.promotion(scope, modelId, sequence));
    const put = { put: { ...key, data: toData(before) } };
    await host().table.write([put, ...gone.map((each) => ({ delete: each }))]);

    const id = await child(kept);
    expect(await end()).toMatchObject({ outcome: 'promoted' });
    expect(await move('previous')).toMatchObject({ versionId: first, fromVersionId: id });
    await expect(move('previous')).rejects.toMatchObject({ code: 'nothing-to-roll-back' });
  });

  test('of a model that is deleted meanwhile nothing is promoted', async () => {
    await child(kept);
    await changeModel({ deletedAt: '2026-01-01T00:00:00Z' });

    expect(await end()).toMatchObject({ outcome: 'trained' });
    expect(await readRecord(host().table, keys.model(scope, modelId))).toBeUndefined();
    expect(await moves()).toEqual([]);
  });
});
