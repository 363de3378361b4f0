import { counted, wordFor } from '../../../words.ts';
import type { DataWarning } from './data-warning.ts';

/** Images of a dataset version that have no region. */
export interface ImagesWithoutRegions {
  /** With a concept of the whole image: where it is, is not known. */
  readonly unmarked: number;
  /** With no concept at all. */
  readonly backgrounds: number;
}

/** What a training that learns from regions does with images that have none. */
export function withoutRegions({ unmarked, backgrounds }: ImagesWithoutRegions): DataWarning[] {
  return [
    ...said(unmarked, {
      code: 'images-without-regions',
      message: `${counted(unmarked, 'image has', 'images have')} a concept and no region: where it is, is not known, and ${wordFor(unmarked, 'it is', 'they are')} left out`,
      advice: 'Mark the concept on them by a box, a polygon or a mask',
    }),
    ...said(backgrounds, {
      code: 'background-images',
      message: `${counted(backgrounds, 'image has', 'images have')} neither a region nor a concept: ${wordFor(backgrounds, 'it is learned as a background', 'they are learned as backgrounds')}, where nothing is to be found`,
      advice: 'Where something is to be found in them, mark it, or leave them out of the dataset',
    }),
  ];
}

function said(value: number, warning: Omit<DataWarning, 'value'>): DataWarning[] {
  return value === 0 ? [] : [{ ...warning, value }];
}
