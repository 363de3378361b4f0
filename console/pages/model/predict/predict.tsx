import { useEffect } from 'preact/hooks';
import type { ModelType } from '../../../../core/api/wire/messages.ts';
import { addresses } from '../../../addresses.ts';
import { useAppId, useCall } from '../../../api/use-call.ts';
import { Panel } from '../../../parts/panel.tsx';
import { Empty, Loading, Problem } from '../../../parts/states.tsx';
import { useQueryState } from '../../../parts/use-query-state.ts';
import { stateOf } from '../../../parts/version/version-state.ts';
import type { TabProps } from '../model.tsx';
import { useModel, useVersion } from '../use-version.ts';
import { AnswerCard } from './answer/answer-card.tsx';
import { answerKindOf, usualThreshold } from './asked-model.ts';
import type { AskedModel } from './asked-model.ts';
import { BatchPredictions } from './batch/batch-predictions.tsx';
import { DropZone } from './drop-zone.tsx';
import { Examples } from './examples.tsx';
import { Snippets } from './snippets.tsx';
import { TextQuestion } from './text-question.tsx';
import { useQuestions } from './use-questions.ts';
import { useViewSettings, ViewControls } from './view-settings.tsx';

/** Asks a model about single inputs, and about whole datasets. */
export function Predict({ modelId, versionId }: TabProps) {
  const appId = useAppId();
  const { model, error: modelError } = useModel(modelId);
  const { version, error: versionError, retry } = useVersion(modelId, versionId, 'predict');
  const type = useCall(
    'GetModelType',
    { model_type_id: model?.model_type_id ?? '' },
    { enabled: model !== undefined },
  );
  const concepts = useCall(
    'ListModelConcepts',
    { model_id: modelId, version_id: version?.id ?? '', per_page: 1000 },
    { enabled: version !== undefined },
  );
  const error = modelError ?? versionError ?? type.error;
  if (error) return <Problem error={error} onRetry={retry} />;
  if (!model || !version || !type.data || concepts.isLoading)
    return <Loading what="model" lines={6} />;
  if (stateOf(version).isOpen)
    return (
      <Empty title="Nothing to predict with yet">
        <p>This version is being trained; it answers here when it has ended.</p>
        <a class="button" href={addresses.model(appId, modelId, 'train', { version: version.id })}>
          To its training
        </a>
      </Empty>
    );
  if (!loadable.includes(stateOf(version).name))
    return (
      <Empty title="Nothing to predict with yet">
        <p>This version is not trained. A trained version answers here, and on the command line.</p>
        <a class="button primary" href={addresses.train(appId, { model: modelId })}>
          Train this model
        </a>
      </Empty>
    );
  const { datasetId } = trainedOn(version.train_info);
  const asked: AskedModel = {
    appId,
    modelId,
    modelTypeId: model.model_type_id,
    versionId,
    answeringId: version.id,
    ...(datasetId ? { datasetId } : {}),
    concepts: concepts.data?.concepts ?? [],
  };
  return <AskModel key={model.id} model={asked} type={type.data.model_type} />;
}

/** States in which a version can answer; one that was stopped needs a checkpoint for it. */
const loadable = ['trained', 'stopped'];

function trainedOn(info: { readonly dataset?: { readonly id?: string } } | undefined) {
  return { datasetId: info?.dataset?.id };
}

function AskModel({ model, type }: { model: AskedModel; type: ModelType }) {
  const questions = useQuestions(model.modelId, model.answeringId);
  const { view, set } = useViewSettings(usualThreshold(model.modelTypeId));
  const takesText = type.input_fields.includes('text');
  const kind = answerKindOf(model.modelTypeId);
  useInputOfAddress(questions.add);
  return (
    <div class="stack">
      <Panel
        title={takesText ? 'Ask about a text' : 'Ask about a picture'}
        text={`${type.title}: ${type.description}`}
      >
        <div class="stack">
          {takesText ? <TextQuestion onAdd={questions.add} /> : <DropZone onAdd={questions.add} />}
          {model.datasetId !== undefined && (
            <Examples datasetId={model.datasetId} onAdd={questions.add} />
          )}
          <ViewControls
            {...{ view, set }}
            hasAreas={kind === 'heat' || model.modelTypeId === 'visual-segmenter'}
            hasThreshold={kind === 'concepts' || kind === 'regions' || kind === 'heat'}
          />
        </div>
      </Panel>
      <div class="stack" aria-live="polite">
        {questions.all.map((question) => (
          <AnswerCard
            key={question.id}
            {...{ question, model, view }}
            onRemove={() => questions.remove(question.id)}
          />
        ))}
      </div>
      {questions.all.length > 1 && (
        <div>
          <button type="button" onClick={() => questions.remove()}>
            Remove all {questions.all.length}
          </button>
        </div>
      )}
      <BatchPredictions model={model} />
      <Snippets model={model} takesText={takesText} />
    </div>
  );
}

/** `?input=…`: an input of the app that a link names is asked about at once. */
function useInputOfAddress(add: ReturnType<typeof useQuestions>['add']): void {
  const [inputId] = useQueryState('input');
  const { data } = useCall('GetInput', { input_id: inputId }, { enabled: inputId !== '' });
  const input = data?.input;
  useEffect(() => {
    if (input) add([{ kind: 'input', input }]);
  }, [input?.id]);
}
