import type { Input, NegativeFlip } from '../../../../core/api/wire/messages.ts';
import { shapesOf } from '../../../drawing/shapes.ts';
import { KeyValues } from '../../../parts/key-values.tsx';
import { StoredPicture } from '../overview/rows/stored-picture.tsx';
import { useInputs } from '../overview/rows/use-inputs.ts';
import type { FoundInput } from '../overview/rows/use-inputs.ts';

interface FlipTilesProps {
  readonly flips: readonly NegativeFlip[];
  readonly nameOf: (conceptId: string) => string;
  /** Where the input is labelled. */
  readonly hrefOf: (flip: NegativeFlip) => string;
}

const narrow = { gridTemplateColumns: 'repeat(auto-fill, minmax(min(11rem, 100%), 1fr))' };

/** Inputs side by side: what each is, what the parent answered, and what the other one does. */
export function FlipTiles({ flips, nameOf, hrefOf }: FlipTilesProps) {
  const inputs = useInputs(flips.map(({ id }) => id)).data;
  return (
    <div class="columns" role="list" style={narrow}>
      {flips.map((flip) => (
        <Tile
          key={`${flip.id} ${flip.conceptId}`}
          {...{ flip, nameOf, href: hrefOf(flip), input: inputs?.get(flip.id) }}
        />
      ))}
    </div>
  );
}

interface TileProps {
  readonly flip: NegativeFlip;
  readonly input: FoundInput | undefined;
  readonly nameOf: (conceptId: string) => string;
  readonly href: string;
}

const wrong = { color: 'var(--bad)' };

function Tile({ flip, input, nameOf, href }: TileProps) {
  const { conceptId, parentAnswer, candidateAnswer, id } = flip;
  const truth = conceptId === null ? undefined : nameOf(conceptId);
  const said = (answer: string | undefined) => answer && nameOf(answer);
  return (
    <div class="stack" role="listitem">
      {input === undefined && <span class="hint">…</span>}
      {input === 'deleted' && <span class="hint">The input was deleted since.</span>}
      {typeof input === 'object' && <Content input={input} alt={truth ?? id} />}
      <KeyValues
        items={[
          { name: 'It is', value: truth && <bdi>{truth}</bdi> },
          { name: 'Parent said', value: <bdi>{said(parentAnswer)}</bdi> },
          {
            name: 'This one says',
            value: <bdi style={wrong}>{said(candidateAnswer)}</bdi>,
          },
        ]}
      />
      <a class="hint" href={href} aria-label={`Label anew: ${id}`}>
        Label anew
      </a>
    </div>
  );
}

function Content({ input, alt }: { input: Input; alt: string }) {
  const { image, text, regions } = input.data;
  if (!image) return <p dir="auto">{text?.raw ?? ''}</p>;
  return <StoredPicture image={image} shapes={shapesOf(regions)} alt={alt} />;
}
