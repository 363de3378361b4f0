import type { AskedModel } from '../asked-model.ts';
import { Panel } from '../../../../parts/panel.tsx';
import { Loading, Problem } from '../../../../parts/states.tsx';
import { versionName } from '../../../../parts/version/version-name.ts';
import type { Question } from '../question.ts';
import type { ViewSettings } from '../view-settings.tsx';
import { PictureAnswer } from './picture-answer.tsx';
import { TextAnswer } from './text-answer.tsx';

interface AnswerCardProps {
  readonly question: Question;
  readonly model: AskedModel;
  readonly view: ViewSettings;
  readonly onRemove: () => void;
}

/** One input with what the model answers: drawn on its picture, and in words beside it. */
export function AnswerCard({ question, model, view, onRemove }: AnswerCardProps) {
  const { name, state, error, output, source } = question;
  const isText = source.kind === 'text' || (source.kind === 'input' && !source.input.data.image);
  const isOnItsWay = state === 'waiting' || state === 'asking';
  const Answer = isText ? TextAnswer : PictureAnswer;
  return (
    <Panel
      title={name}
      text={wordsOf(question)}
      actions={
        <button type="button" class="link" onClick={onRemove}>
          Remove<span class="hidden"> {name}</span>
        </button>
      }
    >
      <Answer question={question} output={output} model={model} view={view}>
        {isOnItsWay && <Loading what={`answer to ${name}`} />}
        {error && <Problem error={error} title="Not predicted with" />}
      </Answer>
    </Panel>
  );
}

function wordsOf({ state, output, milliseconds = 0 }: Question): string {
  if (state === 'waiting') return 'Waits for its turn';
  if (state === 'asking') return 'The model is asked: the first answer takes longest';
  const time = milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : seconds(milliseconds);
  const version = output?.model.model_version.id;
  return `${state === 'answered' ? 'Answered' : 'Refused'} in ${time}${version ? ` by ${versionName(version)}` : ''}`;
}

const seconds = (milliseconds: number) => `${(milliseconds / 1000).toFixed(1)} s`;
