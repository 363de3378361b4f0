import type { Json, JsonObject } from '../../../json.ts';
import type { DataWarning } from './data-warning.ts';

/**
 * What the trainer saw when it decoded a training's pictures, as far as it looks wrong.
 * @param metrics the trainer's `metrics.json`; `counts.pictures` has rows by note
 */
export function decodedPictures(metrics: JsonObject): DataWarning[] {
  const counts = objectIn(metrics['counts']);
  const notes = objectIn(counts['pictures']);
  const pictures = ['train', 'validation', 'test'].reduce(
    (sum, split) => sum + numberIn(counts[split]),
    0,
  );
  return [...oneColour(numberIn(notes['one-colour']), pictures), ...mixedRanges(notes, pictures)];
}

function oneColour(value: number, pictures: number): DataWarning[] {
  if (value === 0) return [];
  return [
    {
      code: 'one-colour',
      value,
      message: `${value} of ${pictures} pictures have one single colour once they are decoded: there is nothing to see in them`,
      advice:
        'Look at them: a white drawing on a transparent ground is laid on white, the first frame of an animation may be empty',
    },
  ];
}

/** Grey pictures of more than 8 bits whose white is not the same number. */
function mixedRanges(notes: JsonObject, pictures: number): DataWarning[] {
  const ranges = ['scaled-8-bit', 'scaled-12-bit', 'scaled-16-bit']
    .map((note) => ({ bits: note.split('-')[1], count: numberIn(notes[note]) }))
    .filter(({ count }) => count > 0);
  if (ranges.length < 2) return [];
  const shown = ranges.map(({ bits, count }) => `${count} use ${bits} bits`).join(', ');
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
