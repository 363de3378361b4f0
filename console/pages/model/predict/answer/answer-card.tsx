import { useEffect, useMemo, useState } from 'preact/hooks';
import type { Concept } from '../../../../../core/api/wire/messages.ts';
import { coloursOf } from '../../../../../client/drawing/concept-colours.ts';
import type { Colour } from '../../../../../client/drawing/concept-colours.ts';
import { useBlob } from '../../../../api/use-blob.ts';
import { Drawing } from '../../../../drawing/drawing.tsx';
import { shapesOf } from '../../../../drawing/shapes.ts';
import { figure } from '../../../../parts/in-words.ts';
import { Panel } from '../../../../parts/panel.tsx';
import { Loading, Problem } from '../../../../parts/states.tsx';
import { Neighbours } from '../neighbours/neighbours.tsx';
import type { Question } from '../question.ts';
import type { ViewSettings } from '../view-settings.tsx';
import type { Asked } from '../asked.ts';
import { ConceptBars } from './concept-bars.tsx';
import { Feedback } from './feedback.tsx';
import { RegionTable } from './region-table.tsx';

interface AnswerCardProps {
  readonly question: Question;
  readonly asked: Asked;
  readonly view: ViewSettings;
  readonly onRemove: () => void;
}

/** One input with what the model answers: drawn on its picture, and in words beside it. */
export function AnswerCard({ question, asked, view, onRemove }: AnswerCardProps) {
  const { name, state, error, output, milliseconds } = question;
  const time = milliseconds === undefined ? '' : ` in ${Math.round(milliseconds)} ms`;
  return (
    <Panel
      title={name}
      text={state === 'answered' ? `Answered${time}${versionOf(output?.model.model_version.id)}` : ''}
      actions={
        <button type="button" class="link" onClick={onRemove}>
          Remove<span class="hidden"> {name}</span>
        </button>
      }
    >
      <div class="columns">
        <Asked question={question} view={view} />
        <div class="stack">
          {(state === 'waiting' || state === 'asking') && <Loading what={`answer to ${name}`} />}
          {error && <Problem error={error} title={`${name} was not predicted with`} />}
          {output && <Answered question={question} asked={asked} view={view} />}
        </div>
      </div>
    </Panel>
  );
}

function versionOf(id: string | undefined): string {
  return id ? ` by version ${id.slice(-8)}` : '';
}
