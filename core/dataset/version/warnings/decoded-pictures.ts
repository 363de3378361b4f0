import { counted, wordFor } from '../../../words.ts';
import type { Json, JsonObject } from '../../../json.ts';
import type { DataWarning } from './data-warning.ts';

/**
 * What the trainer saw when it decoded a training's pictures, as far as it looks wrong.
 * @param metrics the trainer's `metrics.json`; `counts.pictures` has rows by note,
 *   `counts.nearPictures` what `NearPictures` of the trainer counted
 */
export function decodedPictures(metrics: JsonObject): DataWarning[] {
  const counts = objectIn(metrics['counts']);
  const notes = objectIn(counts['pictures']);
  const pictures = ['train', 'validation', 'test'].reduce(
    (sum, split) => sum + numberIn(counts[split]),
    0,
  );
  return [
    ...oneColour(numberIn(notes['one-colour']), pictures),
    ...mixedRanges(notes, pictures),
    ...nearCopies(objectIn(counts['nearPictures']), pictures),
  ];
}

function oneColour(value: number, pictures: number): DataWarning[] {
  if (value === 0) return [];
  return [
    {
      code: 'one-colour',
      value,
      message: `${value} of ${pictures} pictures ${wordFor(value, 'has', 'have')} one single colour once decoded: there is nothing to see`,
      advice:
        'Look at them: a white drawing on a transparent ground is laid on white, the first frame of an animation may be empty',
    },
  ];
}

/** Saved again, made smaller, a little lighter: told by a hash of what is seen. */
function nearCopies(near: JsonObject, pictures: number): DataWarning[] {
  const [copies, across] = [numberIn(near['copies']), numberIn(near['acrossSplits'])];
  const repeated: DataWarning = {
    code: 'near-copies',
    value: copies,
    message: `${copies} of ${pictures} pictures nearly ${wordFor(copies, 'repeats', 'repeat')} another one`,
    advice: 'Look at them: leave out what was saved again or made smaller',
  };
  const leaked: DataWarning = {
    code: 'held-out-near-copies',
    value: across,
    message: `${counted(across, 'picture nearly repeats', 'pictures nearly repeat')} one on the other side of the split: what is measured flatters the model`,
    advice:
      "Leave near-copies out, or give them one side yourself: `split` of an input's metadata, train or test",
  };
  return [...(copies > 0 ? [repeated] : []), ...(across > 0 ? [leaked] : [])];
}

/** Grey pictures of more than 8 bits whose white is not the same number. */
function mixedRanges(notes: JsonObject, pictures: number): DataWarning[] {
  const ranges = ['scaled-8-bit', 'scaled-12-bit', 'scaled-16-bit']
    .map((note) => ({ bits: note.split('-')[1], count: numberIn(notes[note]) }))
    .filter(({ count }) => count > 0);
  if (ranges.length < 2) return [];
  const shown = ranges
    .map(({ bits, count }) => `${count} ${wordFor(count, 'uses', 'use')} ${bits} bits`)
    .join(', ');
  return [
    {
      code: 'mixed-ranges',
      value: ranges.length,
      message: `Of ${pictures} pictures with up to 16 bits ${shown}: each is scaled by what it uses, and the same value is not the same grey in all`,
      advice: 'Where they come from one device, save all of them scaled to the same range',
    },
  ];
}

const objectIn = (value: Json | undefined): JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};

const numberIn = (value: Json | undefined): number => (typeof value === 'number' ? value : 0);
