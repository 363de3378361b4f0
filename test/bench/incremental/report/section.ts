import { table } from '../../estimator/report/markdown.ts';
import type { StepRecord } from '../records/records.ts';
import { stepCount, streamPlans } from '../specification.ts';
import { dominanceTable } from './dominance.ts';
import { goalTable } from './goal.ts';
import { phaseTable } from './phases.ts';
import type { StreamRuns } from './plots.ts';
import { accuracyPlot, dialPlot } from './plots.ts';
import { runsOf, wholeSeeds } from './runs.ts';
import { stepTable, summaryTable } from './tables.ts';

/** What the records are published as: Markdown, and SVG by name of the picture. */
export interface Published {
  readonly section: string;
  readonly pictures: Readonly<Record<string, string>>;
}

/** What the records say, from them alone: the same records give the same bytes. */
export function sectionOf(measured: readonly StepRecord[]): Published {
  const records = wholeSeeds(measured);
  const streams = streamPlans.flatMap((plan): StreamRuns[] => {
    const own = records.filter(({ stream }) => stream === plan.id);
    return own.length === 0 ? [] : [{ plan, records: own, runs: runsOf(own, plan.id) }];
  });
  const dial = dialPlot(streams);
  const parts = [
    '## Incremental retraining: `npm run bench:incremental`',
    introduction(records),
    methodList,
    '### The goal',
    'Within 1 point of full retraining on old and on new classes, after the last step, at 35 % of its time or less (of the processor, the steps after the first one together). The best published is about 37 % (arXiv 2502.21147).',
    goalTable(streams),
    "Where the processor's seconds go. A candidate is asked more than a first version: parent and candidate answer the evaluation set for the metrics and for the gate, mixtures of both for the dial, and exemplars are chosen.",
    phaseTable(streams),
    '![Accuracy on all that arrived so far, by step](pictures/incremental.svg)',
    ...streams.flatMap((stream) => streamParts(stream)),
    '### The compatibility dial',
    ...dialParts(streams, dial !== undefined),
  ];
  return {
    section: `${parts.map((part) => part.trim()).join('\n\n')}\n`,
    pictures: {
      'incremental.svg': accuracyPlot(streams),
      ...(dial === undefined ? {} : { 'dial.svg': dial }),
    },
  };
}

function introduction(records: readonly StepRecord[]): string {
  const codes = [...Map.groupBy(records, ({ code }) => code)].map(
    ([code, each]) => `\`${code}\` (${[...new Set(each.map(({ method }) => method))].join(', ')})`,
  );
  const loads = records.map(({ load }) => load).sort((a, b) => a - b);
  const days = [...new Set(records.map(({ endedAt }) => endedAt.slice(0, 10)))].sort();
  return [
    `Real data arrive in ${stepCount} steps; after each, a model is trained anew or goes on. ${records.length} steps were measured, each a real job of the laptop host over HTTP: its Prepare lays the rows out, its trainer learns, and its settlement is the price at the list rate. Only the process is forked from one that has imported torch: what importing takes (about 4 s of the processor for each job) is in no figure. One thread a job. Each method answers the same exam, which was never uploaded. Seeds that a method has not measured yet are left out; ten seeds of digits and drift and three of pictures and mails are what the command measures in the end. All from [measured.jsonl](../test/bench/incremental/measured.jsonl), by \`npm run bench:incremental -- --publish-only\`, byte for byte.`,
    `Machine: 2 cores (virtual, x86-64, no GPU), ${days.join(' and ')}; it was busy with other things (load ${loads[0] ?? 0} to ${loads.at(-1) ?? 0}, median ${loads[Math.floor(loads.length / 2)] ?? 0}), so that processor seconds are the column to trust, and charged seconds are what a busy machine makes of them. Commits: ${codes.join('; ')}.`,
  ].join('\n\n');
}

const methodList = [
  'Methods:',
  [
    '- full retraining: from nothing (or from the pretrained model) on everything so far.',
    '- naive continuation: from the parent on the new data alone, as many epochs as a full training, `replay_percent` 0 and `distillation_weight` 0.',
    '- deeptune: what a training with `resume_from_model` does by default, on datasets that hold everything so far, and on datasets that hold what is new alone.',
    "- the release before: 40 % of the direct parent's dataset version replayed, and nothing else.",
    "- class means and RanPAC (McDonnell et al. 2023, arXiv 2307.02251; 2,000 projections): no gradient step after the first training, whose model's features stay as they are. They are no jobs of the service: their seconds have neither setup nor saving, nor an answer to the held-out rows.",
  ].join('\n'),
  "Old: what earlier steps brought; new: what the last one brought. Forgetting: mean over the old classes of the best accuracy that an earlier step had, less the last one's (Chaudhry et al. 2018, arXiv 1801.10112). Negative flips: old inputs that the version before had right and this one has wrong, mean of the steps. ± is half a 95 % interval over seeds. Seconds and price are of the steps after the first one together, which all methods share.",
].join('\n\n');

function streamParts({ plan, runs, records }: StreamRuns): string[] {
  const parts = [`### ${plan.title}`, summaryTable(runs)];
  const gates = gateTable(records);
  return [...parts, ...(gates === undefined ? [] : [gates]), stepTable(runs)];
}

/** What the gate said of each method's candidates; undefined where there was none. */
function gateTable(records: readonly StepRecord[]): string | undefined {
  const asked = records.filter(({ gate }) => gate !== undefined);
  if (asked.length === 0) return undefined;
  const rows = [...Map.groupBy(asked, ({ method }) => method)].map(([method, each]) => {
    const broken = each.filter(({ gate }) => gate!.brokenConcepts.length > 0);
    const reasons = each.flatMap(({ gate }) => gate!.reasons.slice(0, 1));
    const counts = [...Map.groupBy(reasons, (reason) => reason)].map(
      ([reason, found]) => `${reason} ${found.length}`,
    );
    return [method, String(each.length), String(broken.length), counts.sort().join(', ')];
  });
  const header = ['the gate said of', 'candidates', 'with a broken concept', 'first reason'];
  return table(header, rows);
}

function dialParts(streams: readonly StreamRuns[], hasDial: boolean): string[] {
  if (!hasDial) return ['Not measured yet.'];
  return [
    "How often a point of the dial of deeptune's candidate is at least as good as naive continuation on old and on new classes, both on the frozen evaluation set, which they share; the picture has the means over seeds and steps.",
    dominanceTable(streams),
    '![Points of the dial beside naive continuation](pictures/dial.svg)',
  ];
}
