import type { TrainingProgress } from '../../../../core/api/wire/messages.ts';
import type { Curve, Curves } from '../../../charts/curves.ts';

type Point = TrainingProgress;

/** A chart of a training. */
export interface TrainingChart extends Curves {
  readonly title: string;
  readonly sentence: string;
}

/**
 * The charts that a training's progress has points for, over its steps.
 * @param progress as the trainer wrote it, oldest first
 */
export function chartsOf(progress: readonly Point[]): TrainingChart[] {
  const lines = bySteps(progress);
  const x = lines.map(({ step }) => step);
  const charts = [lossChart(lines), metricChart(lines), ...resourceCharts(lines)];
  return charts
    .map((chart) => ({ ...chart, x, curves: chart.curves.filter(hasValues) }))
    .filter(({ curves }) => curves.length > 0);
}

/** What is known of one step: its own line, and that of the epoch which ends there. */
interface StepLine {
  readonly step: number;
  readonly own?: Point;
  readonly epoch?: Point;
}

/** A step appears once: the canvas wants its values ascending. */
function bySteps(progress: readonly Point[]): StepLine[] {
  const lines = new Map<number, StepLine>();
  for (const point of progress) {
    const isEpoch = point.best !== undefined || point.metric !== undefined;
    const before = lines.get(point.step) ?? { step: point.step };
    const own = isEpoch ? before.own : { ...before.own, ...point };
    lines.set(point.step, {
      step: point.step,
      ...(own ? { own } : {}),
      ...(isEpoch ? { epoch: point } : before.epoch ? { epoch: before.epoch } : {}),
    });
  }
  return [...lines.values()].sort((a, b) => a.step - b.step);
}

type Chart = Omit<TrainingChart, 'x'>;

function lossChart(lines: readonly StepLine[]): Chart {
  const ofEpochs = lines.map(({ epoch }) => epoch?.loss ?? null);
  const hasEpochs = ofEpochs.some((value) => value !== null);
  return {
    title: 'Training loss',
    sentence: hasEpochs
      ? 'The loss of single steps, and its mean over each epoch: it should fall and level off.'
      : 'The loss of single steps: it should fall and level off.',
    curves: [
      {
        name: 'step',
        tone: hasEpochs ? 'faint' : 'main',
        values: lines.map(({ own }) => own?.loss ?? null),
      },
      { name: 'mean of the epoch', tone: 'main', drawn: 'line and dots', values: ofEpochs },
    ],
  };
}

function metricChart(lines: readonly StepLine[]): Chart {
  const metricName = lines.find(({ epoch }) => epoch?.metricName)?.epoch?.metricName ?? 'metric';
  return {
    title: `Validation ${metricName}`,
    sentence:
      'On the part of the training data that nothing is learnt from, after each epoch; step 0 is before training. The best epoch is kept.',
    curves: [
      {
        name: metricName,
        tone: 'main',
        drawn: 'line and dots',
        values: lines.map(({ epoch }) => epoch?.metric ?? null),
      },
      { name: 'best so far', tone: 'second', drawn: 'dots', values: bestSoFar(lines) },
    ],
  };
}

/** The epochs that were better than all before them, marked on the curve. */
function bestSoFar(lines: readonly StepLine[]): (number | null)[] {
  return lines.map(({ epoch }) => (epoch?.best === true ? (epoch.metric ?? null) : null));
}

const mebibytes = (value: number) =>
  value >= 1024 ? `${(value / 1024).toFixed(2)} GiB` : `${Math.round(value)} MiB`;

function resourceCharts(lines: readonly StepLine[]): Chart[] {
  const pick = (name: keyof Point) =>
    lines.map(({ own, epoch }) => (own?.[name] ?? epoch?.[name] ?? null) as number | null);
  const curve = (name: string, field: keyof Point, rest: Partial<Curve> = {}): Curve => ({
    ...{ name, tone: 'main', values: pick(field) },
    ...rest,
  });
  return [
    {
      title: 'Learning rate',
      sentence: 'How far each step moves the weights.',
      curves: [
        curve('learning rate', 'learningRate', { wordsOf: (value) => value.toExponential(2) }),
      ],
    },
    {
      title: 'Memory',
      sentence: 'Memory of the trainer’s process, and of the GPU where there is one.',
      curves: [
        curve('memory', 'memoryMiB', { wordsOf: mebibytes }),
        curve('GPU memory', 'gpuMemoryMiB', { tone: 'second', wordsOf: mebibytes }),
      ],
    },
    {
      title: 'GPU utilization',
      sentence: 'How much of the time the GPU computed: low values mean that it waited for data.',
      curves: [curve('GPU', 'gpuUtilization', { wordsOf: (value) => `${Math.round(value)} %` })],
    },
  ];
}

function hasValues({ values }: Curve): boolean {
  return values.some((value) => value !== null);
}
