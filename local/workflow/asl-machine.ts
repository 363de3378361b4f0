import type { Json } from '../../core/json.ts';
import type { ChoiceState, FailState, State, WaitState } from './asl-definition.ts';
import { StateError } from './asl-error.ts';
import { badQuery, evaluate, evaluateSeconds } from './asl-expression.ts';
import { runFallible } from './asl-retry.ts';
import { runTask } from './asl-task.ts';
import type { Exit, Thread } from './asl-thread.ts';
import { bindingsOf, countEvents, enter, goOn, leave, waitUntil } from './asl-thread.ts';

/**
 * Runs a thread from where it stands to its end and gives its output. Each new position is recorded
 * before anything is done there.
 * @throws StateError the thread failed, InterruptedError it must stop
 */
export async function runThread(thread: Thread): Promise<Json> {
  for (;;) {
    goOn(thread);
    const state = stateOf(thread);
    const { output, variables, next } = await runState(thread, state);
    goOn(thread);
    countEvents(thread, 1);
    if (next === undefined) return output;
    thread.frame = enter(next, output, variables, thread.host.timer.now());
    countEvents(thread, 1);
    thread.save();
  }
}

function stateOf({ states, frame }: Thread): State {
  const state = states[frame.state];
  // An execution of an older definition may stand in a state that this one no longer has.
  if (!state) throw new StateError('States.Runtime', `the definition has no state ${frame.state}`);
  return state;
}

async function runState(thread: Thread, state: State): Promise<Exit> {
  const { input } = thread.frame;
  switch (state.Type) {
    case 'Task':
      return runFallible(thread, state, () => runTask(thread, state));
    case 'Choice':
      return choose(thread, state);
    case 'Wait':
      await wait(thread, state);
      return leave(thread, state, input);
    case 'Pass':
      return leave(thread, state, input);
    case 'Succeed':
      return leave(thread, state, input);
    case 'Fail':
      throw await failureOf(thread, state);
  }
}

async function choose(thread: Thread, state: ChoiceState): Promise<Exit> {
  const bindings = bindingsOf(thread);
  for (const rule of state.Choices) {
    const holds = await evaluate(rule.Condition, bindings);
    if (typeof holds !== 'boolean') {
      throw badQuery(String(rule.Condition), `gives ${JSON.stringify(holds)}, not true or false`);
    }
    if (holds) return leave(thread, rule, thread.frame.input);
  }
  if (state.Default === undefined) {
    throw new StateError('States.NoChoiceMatched', `${thread.frame.state}: no choice matched`);
  }
  return leave(thread, { ...state, Next: state.Default }, thread.frame.input);
}

async function wait(thread: Thread, state: WaitState): Promise<void> {
  if (thread.frame.pausedUntil === undefined) {
    thread.frame = { ...thread.frame, pausedUntil: await endOfWait(thread, state) };
    goOn(thread);
    thread.save();
  }
  await waitUntil(thread, thread.frame.pausedUntil ?? 0);
}

async function endOfWait(thread: Thread, state: WaitState): Promise<number> {
  const bindings = bindingsOf(thread);
  if (state.Timestamp === undefined) {
    const seconds = await evaluateSeconds(state.Seconds ?? 0, bindings);
    return thread.frame.enteredAt + seconds * 1_000;
  }
  const timestamp = String(await evaluate(state.Timestamp, bindings));
  const dueAt = Date.parse(timestamp);
  if (Number.isNaN(dueAt)) throw badQuery(state.Timestamp, `gives ${timestamp}, not a timestamp`);
  return dueAt;
}

async function failureOf(thread: Thread, state: FailState): Promise<StateError> {
  const bindings = bindingsOf(thread);
  const error = await evaluate(state.Error ?? '', bindings);
  const cause = await evaluate(state.Cause ?? '', bindings);
  // The specification reserves these names: https://states-language.net/#error-names
  if (String(error).startsWith('States.'))
    return new StateError('States.Runtime', `a Fail state may not use the name ${String(error)}`);
  return new StateError(String(error), String(cause));
}
