/**
 * Static rules over a state machine in Amazon States Language. Each returns one sentence per
 * violation.
 */
export interface State {
  readonly Type: string;
  readonly Resource?: string;
  readonly Next?: string;
  readonly End?: boolean;
  readonly Default?: string;
  readonly TimeoutSeconds?: unknown;
  readonly Retry?: readonly { readonly JitterStrategy?: string; readonly MaxAttempts?: number }[];
  readonly Catch?: readonly { readonly ErrorEquals: readonly string[]; readonly Next: string }[];
  readonly Choices?: readonly { readonly Next: string }[];
}

export interface Machine {
  readonly QueryLanguage?: string;
  readonly StartAt: string;
  readonly TimeoutSeconds?: number;
  readonly States: Readonly<Record<string, State>>;
}

export type Rule = (machine: Machine) => string[];

/** The rule over each state of a kind. */
function each(type: string, check: (state: State) => string | undefined): Rule {
  return ({ States }) =>
    Object.entries(States).flatMap(([name, state]) => {
      const violation = state.Type === type ? check(state) : undefined;
      return violation ? [`${name} ${violation}`] : [];
    });
}

export function nextOf(state: State): string[] {
  const names = [
    state.Next,
    state.Default,
    ...(state.Choices ?? []).map((choice) => choice.Next),
    ...(state.Catch ?? []).map((handler) => handler.Next),
  ];
  return names.filter((name) => name !== undefined);
}

export function reachable(machine: Machine, from: string): Set<string> {
  const seen = new Set<string>();
  const open = [from];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const state = machine.States[name];
    if (!state || seen.has(name)) continue;
    seen.add(name);
    open.push(...nextOf(state));
  }
  return seen;
}

/** Names reachable from the start without ever entering `gate`. */
function reachableAround(machine: Machine, gate: string): Set<string> {
  const others = Object.entries(machine.States).filter(([name]) => name !== gate);
  return reachable({ ...machine, States: Object.fromEntries(others) }, machine.StartAt);
}

const isTerminal = (state: State) => ['Succeed', 'Fail'].includes(state.Type) || state.End === true;

export const rules = {
  taskRetriesWithJitter: each('Task', ({ Retry }) =>
    Retry?.length && Retry.every((retry) => retry.JitterStrategy === 'FULL')
      ? undefined
      : 'does not retry with full jitter',
  ),
  taskRetriesEnd: each('Task', ({ Retry }) =>
    Retry?.every(({ MaxAttempts }) => MaxAttempts !== undefined && MaxAttempts <= 50)
      ? undefined
      : 'retries without a limit of its own',
  ),
  taskCatchesAll: each('Task', ({ Catch }) =>
    Catch?.some(({ ErrorEquals }) => ErrorEquals.includes('States.ALL'))
      ? undefined
      : 'does not catch every error',
  ),
  taskTimesOut: each('Task', ({ TimeoutSeconds }) =>
    TimeoutSeconds === undefined ? 'has no timeout' : undefined,
  ),
  choiceHasDefault: each('Choice', ({ Default }) =>
    Default === undefined ? 'has no default' : undefined,
  ),
  machineTimesOut: ({ TimeoutSeconds }) =>
    TimeoutSeconds === undefined ? ['the machine has no timeout'] : [],
  machineSpeaksJsonata: ({ QueryLanguage }) =>
    QueryLanguage === 'JSONata' ? [] : ['the machine does not speak JSONata'],
  everyNextExists: ({ StartAt, States }) =>
    [StartAt, ...Object.values(States).flatMap(nextOf)]
      .filter((name) => States[name] === undefined)
      .map((name) => `${name} does not exist`),
  everyStateIsReached: (machine) => {
    const reached = reachable(machine, machine.StartAt);
    return Object.keys(machine.States)
      .filter((name) => !reached.has(name))
      .map((name) => `${name} is never reached`);
  },
  everyStateCanEnd: (machine) =>
    Object.keys(machine.States)
      .filter((name) => {
        const ends = [...reachable(machine, name)].map((next) => machine.States[next]);
        return !ends.some((state) => state && isTerminal(state));
      })
      .map((name) => `${name} never comes to an end`),
  everyEndIsSettled: (machine) =>
    [...reachableAround(machine, 'Settle')]
      .filter((name) => isTerminal(machine.States[name] as State))
      .map((name) => `${name} is reached without Settle`),
  settleFailureIsTheOnlyWayOut: ({ States }) =>
    Object.entries(States)
      .filter(([name]) => name !== 'Settle')
      .flatMap(([name, { Catch = [] }]) =>
        Catch.filter(({ Next }) => Next !== 'Settle').map(
          ({ Next }) => `${name} catches into ${Next} instead of Settle`,
        ),
      ),
  noPassword: (machine) =>
    /password|secret|api.?key|credential/i.test(JSON.stringify(machine))
      ? ['the machine names a secret']
      : [],
} satisfies Record<string, Rule>;

export type RuleName = keyof typeof rules;
