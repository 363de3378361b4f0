import { useMemo } from 'preact/hooks';
import { coloursOf } from '../../../../../client/drawing/concept-colours.ts';
import type { Source } from '../question.ts';
import type { AnswerProps } from './answer-props.ts';
import { ConceptBars } from './concept-bars.tsx';
import { Feedback } from './feedback.tsx';

/** A text with its concepts, or with the text that was answered. */
export function TextAnswer({ question, output, model, view, children }: AnswerProps) {
  const colours = useMemo(() => coloursOf(model.concepts.map(({ id }) => id)), [model.concepts]);
  return (
    <div class="answer">
      <pre class="asked">{textOf(question.source)}</pre>
      <div class="stack">
        {children}
        {output?.data.concepts && (
          <ConceptBars
            label={`Concepts of ${question.name}`}
            concepts={output.data.concepts}
            threshold={view.threshold}
            colours={colours}
          />
        )}
        {output?.data.text && (
          <div>
            <h3>Answer</h3>
            <pre>{output.data.text.raw || '(an empty text)'}</pre>
          </div>
        )}
        {output && <Feedback {...{ question, output, model, shapes: [] }} />}
      </div>
    </div>
  );
}

export function textOf(source: Source): string {
  if (source.kind === 'text') return source.text;
  return source.kind === 'input' ? (source.input.data.text?.raw ?? '') : '';
}
