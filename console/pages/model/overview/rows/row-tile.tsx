import { useMemo } from 'preact/hooks';
import type { Input, RowPrediction } from '../../../../../core/api/wire/messages.ts';
import { addresses } from '../../../../addresses.ts';
import { useAppId } from '../../../../api/use-call.ts';
import { shapesOf } from '../../../../drawing/shapes.ts';
import { figure } from '../../../../parts/figures/in-words.ts';
import { KeyValues } from '../../../../parts/key-values.tsx';
import { answerWords, labelWords, regionsOf } from './row-words.ts';
import { StoredPicture } from './stored-picture.tsx';
import type { FoundInput } from './use-inputs.ts';

interface RowTileProps {
  readonly row: RowPrediction;
  /** Undefined: it is being read. */
  readonly input: FoundInput | undefined;
  readonly datasetId: string;
  /** True: an answer is right or wrong, with nothing in between. */
  readonly isJudged: boolean;
  readonly nameOf: (conceptId: string) => string;
}

const wrong = { color: 'var(--bad)' };

/** A held-out input beside its label and its answer, and the way to label it anew. */
export function RowTile({ row, input, datasetId, nameOf, isJudged }: RowTileProps) {
  const app = useAppId();
  const name = row.filename ?? row.input_id;
  const [label, answer] = [labelWords(row, nameOf), answerWords(row, nameOf)];
  const verdict =
    !isJudged || row.isCorrect === undefined ? '' : row.isCorrect ? ' rightly' : ' wrongly';
  return (
    <div class="stack" role="listitem">
      {input === undefined && <span class="hint">…</span>}
      {input === 'deleted' && <span class="hint">The input was deleted since.</span>}
      {typeof input === 'object' && <Content {...{ input, row, label, answer }} />}
      <KeyValues
        items={[
          { name: 'Labelled', value: <bdi>{label}</bdi> },
          {
            name: `Answered${verdict}`,
            value: <bdi style={verdict === ' wrongly' ? wrong : {}}>{answer}</bdi>,
          },
        ]}
      />
      <div class="row apart hint">
        {row.score !== undefined && <span>score {figure(row.score)}</span>}
        <a
          href={addresses.dataset(app, datasetId, 'inputs', { search: row.input_id })}
          aria-label={`Label anew: ${name}`}
          title={name}
        >
          Label anew
        </a>
      </div>
    </div>
  );
}

interface ContentProps {
  readonly input: Input;
  readonly row: RowPrediction;
  readonly label: string;
  readonly answer: string;
}

/** Two pictures beside one another. */
const pair = { display: 'grid', gap: '2px', gridTemplateColumns: '1fr 1fr' };

/** The text, or the picture: with regions once as it is labelled and once as it was answered. */
function Content({ input, row, label, answer }: ContentProps) {
  const { image, text } = input.data;
  const answered = useMemo(() => shapesOf(regionsOf(row.answer)), [row]);
  const labelled = useMemo(() => {
    const own = regionsOf(row.label);
    return shapesOf(own.length > 0 ? own : input.data.regions);
  }, [row, input]);
  if (!image) return <p dir="auto">{text?.raw ?? ''}</p>;
  const hasRegions = row.answer?.['regions'] !== undefined || labelled.length > 0;
  if (!hasRegions) return <StoredPicture image={image} shapes={[]} alt={`Labelled ${label}`} />;
  return (
    <div style={pair}>
      <StoredPicture image={image} shapes={labelled} alt={`As it is labelled: ${label}`} />
      <StoredPicture image={image} shapes={answered} alt={`As it was answered: ${answer}`} />
    </div>
  );
}
