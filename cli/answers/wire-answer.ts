import type { Concept, Data, Region } from '../../core/api/wire/messages.ts';
import type { Answer, AnsweredRegion, RankedConcept } from './answer.ts';

/** Reads what the API answers of an input, and how an input is labelled: both are a `Data`. */
export function answerOfData(data: Data): Answer {
  return {
    concepts: byValue(data.concepts ?? []),
    regions: (data.regions ?? []).map(regionOf),
    heatmap: data.heatmaps?.[0]?.base64,
    embedding: data.embeddings?.[0]?.vector,
    text: data.text?.raw,
  };
}

function regionOf({ region_info: info, data, value }: Region): AnsweredRegion {
  const box = info.bounding_box;
  const concepts = byValue(data.concepts ?? []);
  return {
    box: box && {
      top: box.top_row,
      left: box.left_col,
      bottom: box.bottom_row,
      right: box.right_col,
    },
    mask: info.mask?.image.base64,
    polygon: info.polygon?.points.map(({ row, col }) => [row, col] as const),
    concepts,
    value: value ?? concepts[0]?.value ?? 1,
  };
}

/** The likeliest first; a concept without a value is one that holds. */
function byValue(concepts: readonly Concept[]): RankedConcept[] {
  return concepts
    .map(({ id, name, value }) => ({ id, name: name || id, value: value ?? 1 }))
    .sort((a, b) => b.value - a.value);
}
