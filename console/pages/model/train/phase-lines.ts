import type { Answers } from '../../../../core/api/wire/messages.ts';
import { isChargedPhase } from '../../../../core/estimate/forecast/charged-phases.ts';
import { comparedPhases } from '../../../../core/estimate/forecast/compared-phases.ts';
import { phaseInWords } from '../../../../core/estimate/forecast/forecast-words.ts';
import { fineDuration, fineRange } from '../../../parts/figures/in-words.ts';

type Answer = Answers['ListTrainingProgress'];

/** A line of the table of phases. */
export interface PhaseLine {
  readonly name: string;
  readonly state: 'done' | 'runs now' | '';
  /** Undefined: not known yet. */
  readonly seconds: number | undefined;
  /** What was forecast, in words; undefined: nothing of this line. */
  readonly estimated?: string | undefined;
  readonly isSum: boolean;
  /** Whether its seconds are charged; undefined of a sum. */
  readonly isCharged?: boolean;
}

/** An estimate of an earlier release told what goes by the step from the rest, and no more. */
const bySteps = new Set(['steps', 'validation']);

/** Each phase with what it took beside its forecast, then the whole job. */
export function phaseLines({ phases, estimate }: Pick<Answer, 'phases' | 'estimate'>): PhaseLine[] {
  const forecast = estimate?.phases ?? [];
  if (phases.length + forecast.length === 0) return [];
  const lines = comparedPhases(phases, forecast).map((line): PhaseLine => {
    const { name, seconds, isRunning, forecast: range } = line;
    return {
      name: phaseInWords(name),
      state: isRunning ? 'runs now' : seconds === undefined ? '' : 'done',
      seconds,
      estimated: range && inWords(range.p50, range.p10, range.p90),
      isSum: false,
      isCharged: isChargedPhase(name as Parameters<typeof isChargedPhase>[0]),
    };
  });
  return [...lines, ...sums(phases, estimate)];
}

function sums(phases: Answer['phases'], estimate: Answer['estimate']): PhaseLine[] {
  if (!estimate) return [];
  const { stepsSeconds, fixedSeconds, seconds, p10Seconds, p90Seconds } = estimate;
  const sum = (name: string, estimated: string, isIn: (name: string) => boolean): PhaseLine => ({
    ...{ name, state: '', isSum: true, estimated },
    seconds: sumOf(phases.filter((phase) => isIn(phase.name))),
  });
  const isWhole = estimate.phases !== undefined;
  const parts =
    isWhole || stepsSeconds === undefined || fixedSeconds === undefined
      ? []
      : [
          sum('Steps and validation', fineDuration(stepsSeconds), (name) => bySteps.has(name)),
          sum('The rest', fineDuration(fixedSeconds), (name) => !bySteps.has(name)),
        ];
  return [...parts, sum('All', inWords(seconds, p10Seconds, p90Seconds), () => true)];
}

function inWords(p50: number, p10: number, p90: number): string {
  return `${fineDuration(p50)} (${fineRange(p10, p90)})`;
}

function sumOf(phases: Answer['phases']): number | undefined {
  const known = phases.flatMap(({ seconds }) => seconds ?? []);
  return known.length === 0 ? undefined : known.reduce((total, each) => total + each, 0);
}
