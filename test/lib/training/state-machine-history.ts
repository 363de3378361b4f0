import type { Machine, State } from './state-machine-rules.ts';
import { nextOf, reachable } from './state-machine-rules.ts';

/** How often an execution may at most enter the states that close its loops. */
export type LoopLimits = Readonly<Record<string, number>>;

/**
 * Most history events that one execution can write, each task failing as often as it may. An upper
 * bound: outcomes that exclude each other are counted both.
 * @param limits the states without which the machine would have no loop, and how often the code
 *   lets them be entered
 * @throws Error that names the state of a loop that no limit closes
 */
export function maxHistoryEvents(machine: Machine, limits: LoopLimits): number {
  assertLoopsAreClosed(machine, limits);
  const started = 1;
  const ended = 1;
  const entered = Object.entries(machine.States).map(
    ([name, state]) => entriesOf(name, machine, limits) * eventsOf(state),
  );
  return entered.reduce((sum, events) => sum + events, started + ended);
}

/**
 * Entered and left; a task also scheduled, started and ended, once more for each retry, and
 * submitted where it waits for a token.
 */
export function eventsOf(state: State): number {
  if (state.Type === 'Succeed') return 2;
  if (state.Type === 'Fail') return 1;
  if (state.Type !== 'Task') return 2;
  const attempts = 1 + (state.Retry ?? []).reduce((sum, retry) => sum + maxRetries(retry), 0);
  return 2 + attempts * (state.Resource?.endsWith('.waitForTaskToken') ? 4 : 3);
}

/** What Step Functions does without a word: three. */
function maxRetries({ MaxAttempts = 3 }: { MaxAttempts?: number }): number {
  return MaxAttempts;
}

/** Once, and once more for each turn of the loops that the state lies in. */
function entriesOf(name: string, machine: Machine, limits: LoopLimits): number {
  const turns = Object.entries(limits).filter(
    ([gate]) => reachable(machine, gate).has(name) && reachable(machine, name).has(gate),
  );
  return turns.reduce((sum, [, limit]) => sum + limit, 1);
}

function assertLoopsAreClosed(machine: Machine, limits: LoopLimits): void {
  const gates = Object.keys(limits);
  const States = Object.fromEntries(
    Object.entries(machine.States).filter(([name]) => !gates.includes(name)),
  );
  for (const [name, state] of Object.entries(States)) {
    const returns = nextOf(state).some((next) => reachable({ ...machine, States }, next).has(name));
    if (returns) throw new Error(`${name} lies in a loop without a limit`);
  }
}
