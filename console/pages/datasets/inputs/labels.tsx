import { coloursOf } from '../../../../client/drawing/concept-colours.ts';
import type { Input } from '../../../../core/api/wire/messages.ts';
import { conceptsOf, isPositive } from './input-filter.ts';

/** The concepts of an input, each in the colour that its regions are drawn in. */
export function Labels({ input }: { input: Input }) {
  const concepts = conceptsOf(input);
  const colours = coloursOf(concepts.map(({ id }) => id));
  if (concepts.length === 0) return <p class="labels none">unlabelled</p>;
  return (
    <p class="labels">
      {concepts.map((concept) => (
        <span key={concept.id} class="label" title={concept.id}>
          <span
            class="dot"
            aria-hidden="true"
            style={{ background: colours.get(concept.id)?.hex }}
          />
          {isPositive(concept) ? '' : 'not '}
          {concept.name || concept.id}
        </span>
      ))}
    </p>
  );
}
