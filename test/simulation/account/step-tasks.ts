import { admit } from '../../../core/job/steps/admit.ts';
import { decide } from '../../../core/job/steps/decide.ts';
import { estimate } from '../../../core/job/steps/estimate.ts';
import { gate } from '../../../core/job/steps/gate.ts';
import { prepare } from '../../../core/job/steps/prepare.ts';
import { settle } from '../../../core/job/steps/settle.ts';
import { train } from '../../../core/job/steps/train.ts';
import { verifyArtifact } from '../../../core/job/steps/verify-artifact.ts';
import type { Step } from '../../../core/job/workflow/definition.ts';
import { stepFunction } from '../../../core/job/workflow/definition.ts';
import { stepSeconds } from '../../../core/job/workflow/limits.ts';
import type { JobState, TrainTask } from '../../../core/job/workflow/state.ts';
import { executionOf } from '../../bench/execution-of.ts';
import type { AwsHost } from '../../../lambda/compose.ts';
import type { HandlerName } from '../../../lambda/environment.ts';
import type { TaskFunction } from '../../../local/workflow/asl-thread.ts';
import type { SimulatedAccount } from './simulated-account.ts';

/** What an invocation by Step Functions can meet. */
export type InvocationFault = 'not-run' | 'answer-lost' | 'doubled';
export type Chance = (
  site: string,
  kinds: Readonly<Record<InvocationFault, number>>,
) => InvocationFault | undefined;

const odds: Readonly<Record<InvocationFault, number>> = {
  'not-run': 0.01,
  'answer-lost': 0.01,
  doubled: 0.01,
};

/** Lambda itself failed, in its words for Step Functions. */
class LambdaServiceError extends Error {
  override readonly name = 'Lambda.ServiceException';
}

/** The functions that the state machine invokes. */
export function stepTasks(account: SimulatedAccount, chance: Chance): Record<string, TaskFunction> {
  const plain: Readonly<
    Record<Exclude<Step, 'Train'>, (state: JobState, host: AwsHost) => Promise<JobState>>
  > = {
    Decide: decide,
    Prepare: prepare,
    Estimate: estimate,
    Admit: admit,
    VerifyArtifact: verifyArtifact,
    Gate: gate,
    Settle: settle,
  };
  const invoke = async <P>(
    step: Step,
    state: JobState,
    work: (host: AwsHost) => Promise<P>,
  ): Promise<P> => {
    const fault = chance(`invocation of ${step}`, odds);
    if (fault === 'not-run') throw new LambdaServiceError('no answer');
    const seconds = step === 'Train' ? 60 : stepSeconds[step];
    const once = () => account.invoke(handlerOf(step), work, state.userId, seconds);
    if (fault === 'doubled') void once().catch(() => undefined);
    const answer = await once();
    if (fault === 'answer-lost') throw new LambdaServiceError('the answer was lost');
    return answer;
  };
  const tasks: Record<string, (payload: never) => Promise<unknown>> = {
    [stepFunction('Train')]: ({ state, taskToken }: TrainTask) => {
      const token = account.machine.tokenFor(executionOf(state), taskToken);
      return invoke('Train', state, (host) => train({ state, taskToken: token }, host));
    },
  };
  for (const [step, run] of Object.entries(plain) as [Exclude<Step, 'Train'>, typeof prepare][])
    tasks[stepFunction(step)] = (state: JobState) =>
      invoke(step, state, (host) => run(state, host)).finally(() => account.stepDone(state));
  return tasks as Record<string, TaskFunction>;
}

function handlerOf(step: Step): HandlerName {
  return (step[0]!.toLowerCase() + step.slice(1)) as HandlerName;
}
