import { dirname, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Execution } from '../../core/ports/workflow.ts';
import { startSlot } from '../../core/job/retraining/schedule-fired.ts';
import { startTraining } from '../../core/job/request/start-training.ts';
import { stepFunction, steps } from '../../core/job/workflow/definition.ts';
import type { TrainTask, JobState } from '../../core/job/workflow/state.ts';
import type { TaskFunction } from '../../local/workflow/asl-thread.ts';
import { ensureVirtualEnvironment } from '../../local/python/python-environment.ts';
import type { AccountWorkflow } from '../lambda/account.ts';
import { Account, interpreted } from '../lambda/account.ts';
import { makeReader, order } from '../lambda/reader.ts';
import { arrangeFiring, newestVersion, slot } from './firings.ts';
import { startLambdaEndpoint } from './lambda-endpoint.ts';
import { MotoWorkflow } from './moto-workflow.ts';
import { startMoto } from './moto.ts';
import type { Outcome } from './outcomes.ts';
import { arrange, outcomes } from './outcomes.ts';
import { quickened } from './quickened.ts';

/**
 * `npm run test:differential`: every outcome runs twice on the same functions, once in our
 * interpreter and once in moto's; status, output, error and cause must be equal. Prints a table;
 * ends with 1 where they differ or moto cannot run.
 */
type Tasks = Readonly<Record<string, TaskFunction>>;
type MakeWorkflow = (tasks: Tasks) => AccountWorkflow;

const say = (line: string) => void process.stdout.write(`${line}\n`);
const root = dirname(dirname(import.meta.dirname));
/** Longest that one run may take: its shortened waits are 4 s at most, several times. */
const maxSeconds = 60;

async function runOnce(outcome: Outcome, make: MakeWorkflow): Promise<object> {
  const made: { account?: Account } = {};
  const account = new Account({ workflow: (tasks) => make(watched(tasks, outcome, made)) });
  try {
    await makeReader(account.host('api'));
    if (outcome.firing) {
      // What stood there before is made by the same interpreter, with nothing going wrong.
      const name = await arrangeFiring(outcome.firing, account, (id) =>
        ended(account.workflow, id),
      );
      arrange(outcome, account);
      made.account = account;
      await startSlot(slot, account.host('scheduleFired'));
      return normalised(await ended(account.workflow, name), await newestVersion(account));
    }
    arrange(outcome, account);
    made.account = account;
    const version = await startTraining({ order, requestHash: 'r' }, account.host('api'));
    return normalised(await ended(account.workflow, version.id), version.id);
  } finally {
    await account.close();
  }
}

/** The account's functions, with what the outcome does around each, from its own job on. */
function watched(tasks: Tasks, { before, after }: Outcome, made: { account?: Account }): Tasks {
  const calls = new Map<string, number>();
  const entries = steps.map((step) => {
    const name = stepFunction(step);
    const run: TaskFunction = async (payload) => {
      const { account } = made;
      if (!account) return tasks[name]?.(payload) ?? null;
      const call = (calls.get(step) ?? 0) + 1;
      calls.set(step, call);
      const state = payload as unknown as JobState & Partial<TrainTask>;
      const { versionId } = state.state ?? state;
      await before?.({ step, account, versionId, call });
      const result = (await tasks[name]?.(payload)) ?? null;
      await after?.({ step, account, versionId, call });
      return result;
    };
    return [name, run] as const;
  });
  return Object.fromEntries(entries);
}

async function ended(workflow: AccountWorkflow, name: string): Promise<Execution> {
  const deadline = performance.now() + maxSeconds * 1000;
  while (performance.now() < deadline) {
    const execution = await workflow.describe(name);
    if (execution && execution.status !== 'RUNNING') return execution;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${name} did not end within ${maxSeconds} s`);
}

/**
 * What is random is left out: the version's id, and the token of the call that started the
 * execution.
 */
function normalised({ status, output, error, cause }: Execution, versionId: string): object {
  const text = JSON.stringify({ status, output: { ...output, startToken: null }, error, cause });
  const named = versionId === '' ? text : text.replaceAll(versionId, '<version>');
  return JSON.parse(named) as object;
}

async function main(): Promise<void> {
  const folder = join(root, '.venv-differential');
  const requirements = [join(import.meta.dirname, 'requirements.txt')];
  const { python } = await ensureVirtualEnvironment(folder, requirements, say);
  const lambda = await startLambdaEndpoint();
  const moto = await startMoto(python, lambda.url);
  const definition = quickened();
  let different = 0;
  try {
    for (const [index, outcome] of outcomes.entries()) {
      const name = `differential-${index}`;
      const [ours, theirs] = await Promise.all([
        runOnce(outcome, (tasks) => interpreted(tasks, definition)),
        runOnce(
          outcome,
          (tasks) => new MotoWorkflow({ client: moto.client, lambda }, { name, definition, tasks }),
        ),
      ]);
      const isEqual = isDeepStrictEqual(ours, theirs);
      say(`${isEqual ? 'equal    ' : 'DIFFERENT'}  ${outcome.name}: ${brief(ours)}`);
      if (!isEqual) say(`  ours ${JSON.stringify(ours)}\n  moto ${JSON.stringify(theirs)}`);
      different += isEqual ? 0 : 1;
    }
  } finally {
    moto.close();
    lambda.close();
  }
  say(
    `${outcomes.length - different} of ${outcomes.length} outcomes are equal in both interpreters`,
  );
  if (different > 0) process.exitCode = 1;
}

function brief(execution: object): string {
  const { status, error, output } = execution as Partial<Execution>;
  const outcome = output?.['outcome'];
  return [status, error, typeof outcome === 'string' ? outcome : undefined]
    .filter(Boolean)
    .join(', ');
}

try {
  await main();
} catch (error) {
  say(`test:differential could not run: ${(error as Error).message}`);
  process.exitCode = 1;
}
