import type { Output } from '../../../../../core/api/wire/messages.ts';
import type { Shape } from '../../../../drawing/shapes.ts';
import { count, figure } from '../../../../parts/figures/in-words.ts';

/** An answer in one sentence, for who does not see what is drawn. */
export function summaryOf(output: Output | undefined, shapes: readonly Shape[]): string {
  if (!output) return 'not predicted with yet';
  const { concepts, embeddings, regions, heatmaps, text } = output.data;
  if (regions) return regionsInWords(shapes);
  const [best] = concepts ?? [];
  const concept = best ? `${best.name || best.id} ${figure(best.value)}` : '';
  if (heatmaps) return `heat map; ${concept}`;
  if (concept) return concept;
  if (embeddings) return `an embedding of ${embeddings[0]?.num_dimensions ?? 0} numbers`;
  return text?.raw ?? 'nothing found';
}

function regionsInWords(shapes: readonly Shape[]): string {
  if (shapes.length === 0) return 'nothing found';
  const counts = new Map<string, number>();
  for (const { concept } of shapes) {
    const name = concept?.name ?? 'no concept';
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const parts = [...counts].map(([name, times]) => (times === 1 ? name : `${times} × ${name}`));
  return `${count(shapes.length, 'region')}: ${parts.join(', ')}`;
}
