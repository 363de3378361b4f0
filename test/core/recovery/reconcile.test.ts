import { stopTraining } from '../../../core/job/request/stop-training.ts';
import type { Json, JsonObject } from '../../../core/json.ts';
import { omit } from '../../../core/json.ts';
import { keys } from '../../../core/records/keys.ts';
import { reconcile } from '../../../core/recovery/reconcile.ts';
import type { FakeExecution } from '../../wire/step-functions.ts';
import { StepsByHand } from '../../lambda/training/steps-by-hand.ts';

describe('the reconciler', () => {
  let steps: StepsByHand;
  beforeEach(async () => {
    steps = await StepsByHand.make();
  });
  afterEach(() => steps.account.close());

  const run = async () => (await reconcile(steps.host('reconcile'))).repaired;
  const later = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();
  const executions = () => steps.account.aws.stepFunctions.executions();
  const lose = (execution: FakeExecution | undefined) =>
    steps.account.aws.stepFunctions.end(execution!, { status: 'ABORTED', error: 'lost' });
  const results = () => {
    const sent: string[] = [];
    steps.account.aws.stepFunctions.onResult = ({ name }) => void sent.push(name);
    return sent;
  };

  test('leaves a workflow that runs, and the job in it, alone', async () => {
    const sent = results();
    const job = await steps.running();
    steps.now = later(30);

    expect(await run()).toEqual([]);
    expect([job.TrainingJobStatus, sent]).toEqual(['InProgress', []]);
  });

  test('tells a job of a wish to stop that never reached it', async () => {
    const job = await steps.running();
    const dying = steps.account.host('api');
    const stop = () => Promise.reject(new Error('died'));
    Object.defineProperty(dying, 'jobs', { value: { stop } });
    await expect(stopTraining(steps.ref, dying)).rejects.toThrow('died');
    expect(job.TrainingJobStatus).toBe('InProgress');

    await run();

    expect(job.TrainingJobStatus).toBe('Stopping');
  });

  test('sends the result of a job whose event was lost', async () => {
    const sent = results();
    const job = await steps.running();
    await steps.ends(job, {});
    expect(sent).toEqual([]);

    await run();

    expect(sent).toEqual([steps.state.versionId]);
  });

  test('starts a workflow that was never started, after a minute', async () => {
    const dying = steps.account.host('api');
    const start = () => Promise.reject(new Error('died'));
    Object.defineProperty(dying, 'workflow', { value: { start } });
    const before = executions().length;
    const host = steps.host.bind(steps);
    steps.host = () => dying;
    await expect(steps.ask()).rejects.toThrow('died');
    steps.host = host;

    expect(await run()).toEqual([]);
    steps.now = later(2);
    expect(await run()).toEqual([expect.stringContaining('workflow started')]);

    expect(executions()).toHaveLength(before + 1);
  });

  test('keeps and charges the finished work of a workflow that is gone', async () => {
    const job = await steps.running();
    await steps.ends(job, {});
    lose(executions()[0]);

    expect(await run()).toEqual([expect.stringContaining('settled after its workflow ended')]);

    expect(await steps.version()).toMatchObject({
      status: 'trained',
      settlement: { billableSeconds: 90 },
    });
  });

  test('one that cannot be helped does not keep the others from it', async () => {
    lose(executions()[0]);
    const broken = steps.ref;
    await steps.ask();
    lose(executions()[1]);
    const { table } = steps.account.host('api');
    const item = (await table.get(keys.version(broken.scope, broken.modelId, broken.versionId)))!;
    const data = omit(item.data as { training: Json } & JsonObject, 'training');
    await table.write([{ put: { ...item, data } }]);

    const lines = await run();

    expect(lines).toEqual([
      expect.stringContaining('could not repair'),
      expect.stringContaining('settled after its workflow ended'),
    ]);
    expect(await steps.version()).toMatchObject({ status: 'failed' });
  });
});
