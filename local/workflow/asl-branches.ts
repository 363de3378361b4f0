import type { Json } from '../../core/json.ts';
import type { MapState, ParallelState, StateMachine } from './asl-definition.ts';
import { StateError } from './asl-error.ts';
import { evaluate } from './asl-expression.ts';
import type { Thread } from './asl-thread.ts';
import { bindingsOf, countEvents, enter } from './asl-thread.ts';

/** Runs a thread to its end and gives its output. */
export type RunThread = (thread: Thread) => Promise<Json>;

/** One branch to run. */
interface Branch {
  readonly machine: StateMachine;
  readonly input: Json;
  readonly mapItem?: { readonly Index: number; readonly Value: Json };
}

/** As many iterations of an inline Map as Step Functions runs at a time. */
const maxConcurrency = 40;

/** Runs the branches of a Parallel and gives their outputs in order. Nothing of it is recorded: after a restart it begins again. */
export async function runParallel(
  thread: Thread,
  state: ParallelState,
  run: RunThread,
): Promise<Json> {
  const { input } = thread.frame;
  const given =
    state.Arguments === undefined ? input : await evaluate(state.Arguments, bindingsOf(thread));
  const branches = state.Branches.map((machine) => ({ machine, input: given }));
  return runAll(thread, branches, branches.length, run);
}

/** Runs the item processor on each item and gives the outputs in order. Nothing of it is recorded: after a restart it begins again. */
export async function runMap(thread: Thread, state: MapState, run: RunThread): Promise<Json> {
  const bindings = bindingsOf(thread);
  const items =
    state.Items === undefined ? thread.frame.input : await evaluate(state.Items, bindings);
  if (!Array.isArray(items)) {
    const cause = `${thread.frame.state}: Items is ${JSON.stringify(items)}, not an array`;
    throw new StateError('States.QueryEvaluationError', cause);
  }
  const branches = await Promise.all(
    (items as Json[]).map((item, n) => branchOf(thread, state, item, n)),
  );
  return runAll(thread, branches, state.MaxConcurrency || maxConcurrency, run);
}

async function branchOf(thread: Thread, state: MapState, item: Json, n: number): Promise<Branch> {
  const mapItem = { Index: n, Value: item };
  const bindings = bindingsOf({ ...thread, mapItem });
  const input =
    state.ItemSelector === undefined ? item : await evaluate(state.ItemSelector, bindings);
  return { machine: state.ItemProcessor, input, mapItem };
}

/** At most `limit` at a time; the first failure stops the others and is the failure of the whole. */
async function runAll(
  thread: Thread,
  branches: readonly Branch[],
  limit: number,
  run: RunThread,
): Promise<Json[]> {
  const failed = new AbortController();
  const signal = AbortSignal.any([thread.signal, failed.signal]);
  const outputs: Json[] = [];
  const waiting = [...branches.entries()];
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      outputs[next[0]] = await run(threadOf(thread, next[1], signal));
    }
  };
  try {
    await Promise.all(Array.from({ length: Math.min(limit, branches.length) }, work));
  } finally {
    failed.abort();
  }
  return outputs;
}

function threadOf(parent: Thread, branch: Branch, signal: AbortSignal): Thread {
  const { machine, input, mapItem } = branch;
  const frame = enter(machine.StartAt, input, parent.frame.variables, parent.host.timer.now());
  countEvents(parent, 1);
  return {
    ...parent,
    states: machine.States,
    signal,
    frame,
    outcome: undefined,
    ...(mapItem === undefined ? {} : { mapItem }),
    save: () => undefined,
    saveInvoked: () => undefined,
  };
}
