import { median } from '../../../../core/estimate/median.ts';
import { estimatorOn } from '../evaluation/estimator.ts';
import { protocols } from '../evaluation/protocols.ts';
import type { Records } from '../records/records.ts';
import type { NamedSpecification } from '../specification.ts';
import type { Evaluations } from './evaluations.ts';
import { besideProtocols, evaluationsOf } from './evaluations.ts';
import { percent, table } from './markdown.ts';
import { noiseOf } from './noise.ts';
import { drawPlot } from './plot.ts';
import type { Named } from './tables.ts';
import { accuracyTable, intervalTable, templateTable } from './tables.ts';

/** What the sweep is published as. */
export interface Published {
  /** Markdown. */
  readonly section: string;
  /** SVG. */
  readonly picture: string;
}

/** Most that the whole job's MAPE may be on a quiet machine. */
const targets = { 'new-template': 0.2, 'one-run': 0.12, 'five-runs': 0.07 } as const;
/** An 80 % interval should cover this. */
const covers = [0.78, 0.83] as const;

/**
 * Section and picture of docs/benchmarks.md, from the records alone: the same records give the
 * same bytes.
 * @param variants Markdown of what was tried, good or bad
 */
export function sectionOf(
  specification: NamedSpecification,
  records: Records,
  variants: string,
): Published {
  const estimator = estimatorOn(records.head.device);
  const [job, steps] = (['job', 'steps'] as const).map((measure) =>
    evaluationsOf(measure, records.runs, estimator),
  ) as [Evaluations, Evaluations];
  const parts = [
    introduction(specification, records),
    targetTable(job),
    '### Whole job\n',
    protocolList(),
    accuracyTable([...inOrder(job), job.promised], 'what is known'),
    intervalTable([...inOrder(job), job.promised], 'what is known'),
    `![Forecast and actual seconds of each training](pictures/estimator.svg)`,
    '### Steps alone\n',
    accuracyTable(inOrder(steps), 'what is known'),
    '### Beside other ways to forecast\n',
    besideText,
    ...besideProtocols.flatMap((id) => besideTables(id, job, steps)),
    '### By template\n',
    'Whole job: MAPE, and in brackets the bias (mean of ln(forecast / actual)).',
    templateTable(
      ['new-template', 'new-configuration', 'five-runs'].map((id) => job.estimator[id]!),
    ),
    '### What was tried\n',
    variants.trim(),
  ];
  return { section: `${parts.map((part) => part.trim()).join('\n\n')}\n`, picture: picture(job) };
}

/** What was trained, on what, and how surely it could be forecast at best. */
export function introduction(
  { sha256, configurations, repeats }: NamedSpecification,
  { head, runs }: Records,
): string {
  const seconds = runs.map(({ graded }) => graded.seconds);
  const types = new Set(runs.map(({ graded }) => graded.planned.modelTypeId)).size;
  const templates = new Set(
    runs.map(({ graded: { planned } }) => `${planned.modelTypeId} ${planned.templateId}`),
  ).size;
  const others = runs.map(({ othersCores }) => othersCores);
  const noise = noiseOf(runs);
  const versions = Object.entries(head.versions).map(([name, version]) => `${name} ${version}`);
  const { policy, cores } = head.scheduling;
  const of = configurations.length * repeats;
  return [
    '## Estimates: `npm run bench:estimator`\n',
    `${runs.length} of ${of} trainings (${configurations.length} configurations, ${repeats} times, in shuffled order) of ${types} model types and ${templates} templates on a laptop host, one after the other: real jobs on real data, of ${number(Math.min(...seconds))} to ${number(Math.max(...seconds))} s, median ${number(median(seconds))} s. The specification, [specification.json](../test/bench/estimator/specification.json), was committed before it ran; its SHA-256 is \`${sha256}\`, and every figure here is computed from [measured.jsonl](../test/bench/estimator/measured.jsonl) by \`npm run bench:estimator -- --evaluate-only\`, byte for byte. Models with small networks stand in for base models that are not packaged; pretrained are EfficientNet-Lite0 and MiniLM.`,
    `Machine: ${head.machine}, no GPU, ${head.startedAt.slice(0, 10)}, ${versions.join(', ')}; scheduling policy ${policy ?? 'not known'}, cores ${cores ?? 'not known'}. Others kept ${number(median(others))} cores busy in the median, ${number(Math.max(...others))} at most.`,
    noise
      ? `Repeats of one configuration differ by ${percent(noise.medianSd)} (standard deviation of log seconds, median over the configurations; at most ${percent(noise.largestSd)}, ${noise.largest}): no forecast can be better.`
      : 'No configuration was repeated.',
    'Figures of a CPU say that the method works; they say nothing of the accuracy on an A10G, whose figures are priors until an account has jobs of its own.',
  ].join('\n\n');
}

const number = (value: number) => value.toFixed(value < 1 ? 2 : 1);

function targetTable({ estimator }: Evaluations): string {
  const rows = Object.entries(targets).map(([id, most]) => {
    const { title, evaluation } = estimator[id]!;
    const { mape = NaN, levels } = evaluation.figures ?? {};
    const share = levels?.[0.8].share ?? NaN;
    const isCovering = share >= covers[0] && share <= covers[1];
    return [
      title,
      `${percent(mape)} (at most ${percent(most)}): ${mape <= most ? 'met' : 'missed'}`,
      `${percent(share)} (${covers[0] * 100} to ${covers[1] * 100} %): ${isCovering ? 'met' : 'missed'}`,
    ];
  });
  return table(['whole job', 'MAPE, and its goal', '80 % interval covers, and its goal'], rows);
}

function protocolList(): string {
  const lines = protocols.map(({ title, description }) => `- ${title}: ${description}.`);
  return [
    'What a forecast may know (its own training is never among it; repeats of a configuration are trainings of it like others where nothing else is said):',
    lines.join('\n'),
    'MAPE: mean of |forecast - actual| / actual, with its 95 % interval (templates drawn with replacement, 1,000 times); median and p90 of the same; bias: mean of ln(forecast / actual); off by 2x: came out at least twice, or at most half of the forecast. An interval covers with its 95 % (Wilson); width: geometric mean of upper over lower end; score: Winkler, in logs, smaller is better. Intervals of 50 and 90 % are drawn from P10, P50 and P90.',
  ].join('\n\n');
}

const besideText =
  'The others learn from the same trainings under the same rules. Where a template has too few of its own for a fit, the fit of all templates is taken, scaled by the own ones. The release before tells nothing of the steps.';

function besideTables(id: string, job: Evaluations, steps: Evaluations): string[] {
  const { title } = job.estimator[id]!;
  return [
    accuracyTable(job.beside[id]!, `whole job, ${title}`),
    accuracyTable(steps.beside[id]!, `steps, ${title}`),
  ];
}

function inOrder({ estimator }: Evaluations): readonly Named[] {
  return protocols.map(({ id }) => estimator[id]!);
}

function picture({ estimator }: Evaluations): string {
  const series = ['new-template', 'five-runs'].map((id) => ({
    title: estimator[id]!.title,
    outcomes: estimator[id]!.evaluation.outcomes,
  }));
  return drawPlot('Forecast and actual seconds of each training of the sweep', series);
}
