import { useMemo, useState } from 'preact/hooks';
import { coloursOf } from '../../../../../client/drawing/concept-colours.ts';
import { Drawing } from '../../../../drawing/drawing.tsx';
import { shapesOf } from '../../../../drawing/shapes.ts';
import { count } from '../../../../parts/figures/in-words.ts';
import { answerKindOf } from '../asked-model.ts';
import { Neighbours } from '../neighbours/neighbours.tsx';
import type { AnswerProps } from './answer-props.ts';
import { ConceptBars } from './concept-bars.tsx';
import { Feedback } from './feedback.tsx';
import { RegionTable } from './region-table.tsx';
import { useHeatWords } from './use-heat-words.ts';
import { usePicture } from './use-picture.ts';
import { summaryOf } from './summary.ts';

/** A picture with what was found in it. */
export function PictureAnswer(props: AnswerProps) {
  const { question, output, model, view, children } = props;
  const [highlighted, setHighlighted] = useState<string>();
  const picture = usePicture(question.source);
  const conceptIds = useMemo(() => model.concepts.map(({ id }) => id), [model.concepts]);
  const colours = useMemo(() => coloursOf(conceptIds), [conceptIds]);
  const all = useMemo(() => shapesOf(output?.data.regions), [output]);
  const shapes = useMemo(
    () => all.filter(({ value }) => value >= view.threshold),
    [all, view.threshold],
  );
  const heat = output?.data.heatmaps?.[0]?.base64;
  const heatWords = useHeatWords(heat);
  const kind = answerKindOf(model.modelTypeId);
  return (
    <div class="answer">
      <Drawing
        picture={picture}
        alt={`${question.name}: ${summaryOf(output, shapes)}`}
        shapes={shapes}
        conceptIds={conceptIds}
        heat={heat}
        opacity={view.opacity}
        highlighted={highlighted}
      />
      <div class="stack">
        {children}
        {output && kind === 'regions' && (
          <>
            <p>{found(shapes.length, all.length)}</p>
            {shapes.length > 0 && (
              <RegionTable
                label={`Found in ${question.name}`}
                {...{ shapes, colours }}
                onHighlight={setHighlighted}
              />
            )}
          </>
        )}
        {heatWords && <p>{heatWords}</p>}
        {output?.data.concepts && (
          <ConceptBars
            label={`Concepts of ${question.name}`}
            concepts={output.data.concepts}
            threshold={view.threshold}
            colours={colours}
          />
        )}
        {output?.data.embeddings?.[0] && (
          <Neighbours
            model={model}
            vector={output.data.embeddings[0].vector}
            exceptId={question.source.kind === 'input' ? question.source.input.id : undefined}
          />
        )}
        {output && <Feedback {...{ question, output, model, shapes }} />}
      </div>
    </div>
  );
}

function found(shown: number, all: number): string {
  const hidden = all - shown;
  const words = shown === 0 ? 'Nothing found' : `${count(shown, 'region')} found`;
  return hidden === 0 ? words : `${words}; ${hidden} below the threshold not shown`;
}
