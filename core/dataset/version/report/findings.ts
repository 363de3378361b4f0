import { counted, wordFor } from '../../../words.ts';
import type { DataWarning } from '../warnings/data-warning.ts';
import { classBalance, conceptExamples } from '../warnings/class-balance.ts';
import { copiedInputs } from '../warnings/copied-inputs.ts';
import { fewInputs } from '../warnings/few-inputs.ts';
import { testSet } from '../warnings/test-set.ts';
import type { TrainingCounts } from '../training-counts.ts';
import type { Copies } from './copies.ts';
import type { DataExample, DataFinding, Examples } from './data-report.ts';
import { maxExamples } from './data-report.ts';
import type { ImageFacts } from './image-facts.ts';
import { maxAspectRatio, minSidePixels } from './image-facts.ts';
import type { TextFacts } from './text-facts.ts';
import { minTextCharacters } from './text-facts.ts';

export interface FindingsQuestion {
  /** Absent: none were counted. */
  readonly counts?: TrainingCounts;
  readonly copies: Copies;
  readonly images: ImageFacts;
  readonly texts: TextFacts;
  readonly invalid: Examples;
  readonly unlabelled: Examples;
}

/** What its owner should look at: the data warnings of a training with examples, and more. */
export function findingsOf(question: FindingsQuestion): DataFinding[] {
  const { counts } = question;
  return [
    ...labelFindings(question),
    ...copyFindings(question),
    ...contentFindings(question),
    ...(counts ? balanceFindings(counts) : []),
  ];
}

function labelFindings({ copies, invalid, unlabelled, counts }: FindingsQuestion): DataFinding[] {
  const hasLabels = counts !== undefined && counts.train.labelled + counts.test.labelled > 0;
  return [
    ...finding('label-conflicts', copies.conflicts, {
      message: (count) =>
        `${counted(count, 'image or text is', 'images or texts are')} there with different labels`,
      advice:
        'Decide which label is right, and label all copies so; several right completions of a prompt are no mistake',
    }),
    ...finding('invalid-inputs', invalid, {
      message: (count) =>
        `${counted(count, 'input')} could not be ingested: nothing is learnt from ${wordFor(count, 'it', 'them')}`,
      advice: 'The status of each input says why; add it again, or delete it',
    }),
    ...(hasLabels
      ? finding('unlabelled-inputs', unlabelled, {
          message: (count) => `${counted(count, 'input has', 'inputs have')} no label`,
          advice:
            'Label them, or leave them out: a classifier learns nothing from them, a detector that there is nothing to see',
        })
      : []),
  ];
}

function copyFindings({ copies, texts, counts }: FindingsQuestion): DataFinding[] {
  const examples = { copies: copies.copies, 'held-out-copies': copies.acrossSplits } as const;
  const warnings = counts ? copiedInputs(counts) : [];
  return [
    ...warnings.map((warning) => ({
      ...warning,
      examples: examples[warning.code as keyof typeof examples].first,
    })),
    ...finding('near-copies', texts.near, {
      message: (count) =>
        `${counted(count, 'text repeats', 'texts repeat')} another one but for numbers, punctuation or a few words`,
      advice: 'Look at the examples: leave out what was copied',
    }),
    ...finding('held-out-near-copies', texts.nearAcrossSplits, {
      message: (count) =>
        `${count} of these texts ${wordFor(count, 'is', 'are')} held out while the other one is trained on, or the reverse: what is measured flatters the model`,
      advice:
        "Leave near-copies out, or give them one side yourself: `split` of an input's metadata, train or test",
    }),
  ];
}

function contentFindings({ images, texts }: FindingsQuestion): DataFinding[] {
  return [
    ...finding('tiny-images', images.tiny, {
      message: (count) =>
        `${counted(count, 'image has', 'images have')} a side of fewer than ${minSidePixels} pixels`,
      advice: 'Use the originals: what was made small shows nothing more when it is enlarged',
    }),
    ...finding('narrow-images', images.narrow, {
      message: (count) =>
        `${counted(count, 'image is', 'images are')} more than ${maxAspectRatio} times as long as wide`,
      advice: 'Cut them into parts: a model sees them squeezed or cut',
    }),
    ...finding('short-texts', texts.short, {
      message: (count) =>
        `${counted(count, 'text has', 'texts have')} fewer than ${minTextCharacters} characters`,
      advice: 'Look at the examples: empty cells and codes teach nothing',
    }),
  ];
}

/** Of concepts: their examples are ids of concepts. */
function balanceFindings(counts: TrainingCounts): DataFinding[] {
  const { concepts, train, test } = counts;
  const field = concepts.length > 0 ? 'labelled' : 'inputs';
  const warnings = [
    ...fewInputs(train[field] + test[field]),
    ...classBalance(concepts),
    ...testSet(test[field]),
  ];
  return warnings.map((warning) => ({
    ...warning,
    examples: exampleList(conceptExamples(warning.code, concepts)),
  }));
}

function exampleList(ids: readonly string[]): DataExample[] {
  return ids.slice(0, maxExamples).map((id) => ({ ids: [id] }));
}

function finding(
  code: DataFinding['code'],
  { count, first }: Examples,
  words: { readonly message: (count: number) => string; readonly advice: DataWarning['advice'] },
): DataFinding[] {
  if (count === 0) return [];
  const { message, advice } = words;
  return [{ code, value: count, message: message(count), advice, examples: first }];
}
