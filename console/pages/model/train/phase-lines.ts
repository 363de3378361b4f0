import type { Answers } from '../../../../core/api/wire/messages.ts';

type Answer = Answers['ListTrainingProgress'];

/** A line of the table of phases. */
export interface PhaseLine {
  readonly name: string;
  readonly state: 'done' | 'runs now' | '';
  /** Undefined: not known yet. */
  readonly seconds: number | undefined;
  /** The estimate tells groups of phases apart, not each: those lines have none. */
  readonly estimated?: number | undefined;
  readonly isSum: boolean;
}

const names: Readonly<Record<string, string>> = {
  setup: 'Setup',
  steps: 'Training steps',
  validation: 'Validation after each epoch',
  evaluation: 'Evaluation on held-out data',
  saving: 'Saving',
};

/** What the estimate reckons by the step; the rest it takes as fixed. */
const bySteps = new Set(['steps', 'validation']);

/**
 * Each phase with what it took, then what took time with every step and what takes it once, beside
 * the estimate of both.
 */
export function phaseLines({ phases, estimate }: Pick<Answer, 'phases' | 'estimate'>): PhaseLine[] {
  if (phases.length === 0) return [];
  const lines = phases.map(({ name, seconds, isRunning }): PhaseLine => ({
    name: names[name] ?? name,
    state: isRunning ? 'runs now' : seconds === undefined ? '' : 'done',
    seconds,
    isSum: false,
  }));
  const sumOf = (isIn: (name: string) => boolean) => {
    const known = phases.flatMap(({ name, seconds }) => (isIn(name) ? (seconds ?? []) : []));
    return known.length === 0 ? undefined : known.reduce((sum, each) => sum + each, 0);
  };
  const sums: PhaseLine[] = [
    {
      ...{ name: 'Steps and validation', state: '', isSum: true },
      seconds: sumOf((name) => bySteps.has(name)),
      estimated: estimate?.stepsSeconds,
    },
    {
      ...{ name: 'Setup, evaluation, saving', state: '', isSum: true },
      seconds: sumOf((name) => !bySteps.has(name)),
      estimated: estimate?.fixedSeconds,
    },
    {
      ...{ name: 'All', state: '', isSum: true },
      seconds: sumOf(() => true),
      estimated: estimate?.seconds,
    },
  ];
  return [...lines, ...sums.filter(({ estimated }) => estimated !== undefined)];
}
