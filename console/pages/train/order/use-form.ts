import { keepPreviousData, useQuery } from '@tanstack/preact-query';
import { useMemo, useState } from 'preact/hooks';
import { ApiError } from '../../../../client/api-error.ts';
import type {
  BaseModel,
  Concept,
  DatasetVersion,
  Model,
  ModelType,
  ModelTypeField,
  TrainingEstimate,
} from '../../../../core/api/wire/messages.ts';
import { useAppId, useCall, useClient } from '../../../api/use-call.ts';
import { useDebounced } from '../../../parts/use-debounced.ts';
import { fieldInError, nameOf, settingsOf, templatesOf } from './fields.ts';
import { proposedTemplate, runnable } from './choose-template.ts';
import type { Runnable } from './choose-template.ts';
import { trainingBody } from './training-body.ts';
import type { TrainingBody } from './training-body.ts';
import { namedVersion } from './order.ts';
import type { TrainingChoices } from './order.ts';
import type { ChangeChoices } from './use-choices.ts';

/** What every step gets. */
export interface StepProps {
  readonly form: Form;
  readonly choices: TrainingChoices;
  readonly change: ChangeChoices;
}

/** What the service says of the choices. */
export interface Form {
  readonly isReady: boolean;
  readonly error: Error | null;
  readonly retry: () => void;
  readonly types: readonly ModelType[];
  /** The model that is named, where it is there. */
  readonly model: Model | undefined;
  readonly type: ModelType | undefined;
  readonly templates: readonly Runnable[];
  /** The one that is chosen, or proposed; undefined: the parent's. */
  readonly template: Runnable | undefined;
  readonly fields: readonly ModelTypeField[];
  readonly version: DatasetVersion | undefined;
  readonly versionError: Error | null;
  /** Of the dataset version. */
  readonly concepts: readonly Pick<Concept, 'id' | 'name'>[];
  readonly body: TrainingBody;
  readonly estimate: TrainingEstimate | undefined;
  /** Why there is no estimate: what the API says of the choices. */
  readonly refusal: Error | null;
  /** The setting that the refusal is about. */
  readonly refusedField: string | undefined;
  readonly isEstimating: boolean;
}

const ready = 64015;
/** Versions that are frozen by a task: 64005 pending, 64010 processing. */
export const freezing = [64005, 64010];
const refresh = 2_000;

export function useForm(choices: TrainingChoices): Form {
  const types = useCall('ListModelTypes', { per_page: 1000 });
  const baseModels = useCall('ListBaseModels', {});
  const model = useNamedModel(choices);
  const version = useDatasetVersion(choices);
  const trainable = useMemo(() => (types.data?.model_types ?? []).filter(isOffered), [types.data]);
  const typeId = choices.isNew ? choices.typeId : model?.model_type_id;
  const all = types.data?.model_types ?? [];
  const type = all.find(({ id }) => id === typeId);
  const chosen = useTemplate({ choices, type, baseModels: baseModels.data?.base_models ?? [] });
  const concepts = useMemo(() => conceptsOf(version.data?.dataset_version), [version.data]);
  const { template, fields } = chosen;
  const body = useMemo(
    () => trainingBody({ choices, templateId: template?.template.id, fields, concepts }),
    [choices, template?.template.id, fields, concepts],
  );
  const estimated = useEstimate({ choices, typeId, body, version: version.data?.dataset_version });
  return {
    ...chosen,
    ...estimated,
    isReady: types.data !== undefined && !baseModels.isLoading,
    error: types.error,
    retry: () => void types.refetch(),
    types: trainable,
    model,
    type,
    version: version.data?.dataset_version,
    versionError: version.error,
    concepts,
    body,
    refusedField: fieldInError(detailsOf(estimated.refusal), fields.map(nameOf)),
  };
}

/** The types with templates: the others are of Clarifai's oldest clients. */
function isOffered(type: ModelType): boolean {
  return type.trainable && templatesOf(type).length > 0;
}

function detailsOf(error: Error | null): string | undefined {
  return error instanceof ApiError ? error.details : undefined;
}

function useNamedModel({ isNew, modelId }: TrainingChoices): Model | undefined {
  const named = { model_id: modelId };
  const { data } = useCall('GetModel', named, { enabled: !isNew && modelId !== '' });
  return data?.model;
}

/** The dataset version, read again while it is frozen. */
function useDatasetVersion(choices: TrainingChoices) {
  const { datasetId } = choices;
  const datasetVersionId = namedVersion(choices);
  const [isOpen, setOpen] = useState(false);
  const answer = useCall(
    'GetDatasetVersion',
    { dataset_id: datasetId, dataset_version_id: datasetVersionId },
    {
      enabled: datasetId !== '' && datasetVersionId !== '',
      refetchInterval: isOpen && refresh,
    },
  );
  const code = answer.data?.dataset_version.status.code;
  const isFreezing = code !== undefined && freezing.includes(code);
  if (isFreezing !== isOpen) setOpen(isFreezing);
  return answer;
}

interface TemplateQuestion {
  readonly choices: TrainingChoices;
  readonly type: ModelType | undefined;
  readonly baseModels: readonly BaseModel[];
}

function useTemplate({ choices: { templateId, from }, type, baseModels }: TemplateQuestion) {
  return useMemo(() => {
    const templates = type ? templatesOf(type).map((each) => runnable(each, baseModels)) : [];
    const chosen = templates.find(({ template: { id } }) => id === templateId);
    // A child begins with its parent's weights: it has the parent's template unless one is named.
    const template = chosen ?? (from ? undefined : proposedTemplate(templates));
    const fields = type ? settingsOf(type, template?.template) : [];
    return { templates, template, fields };
  }, [templateId, from?.versionId, type, baseModels]);
}

function conceptsOf(version: DatasetVersion | undefined): Pick<Concept, 'id' | 'name'>[] {
  return [...(version?.metadata.deeptune.concepts ?? [])];
}

interface EstimateQuestion {
  readonly choices: TrainingChoices;
  readonly typeId: string | undefined;
  readonly body: TrainingBody;
  readonly version: DatasetVersion | undefined;
}

/** While a new model has no id yet, its estimate is asked under this one, which nothing has. */
const placeholder = 'new-model';
const typingPause = 350;

function useEstimate({ choices, typeId = '', body, version }: EstimateQuestion) {
  const client = useClient();
  const app = useAppId();
  const { isNew, modelId, datasetId } = choices;
  const isReady = namedVersion(choices) === '' || version?.status.code === ready;
  const asked = {
    isAsked: typeId !== '' && datasetId !== '' && isReady,
    modelId: isNew ? validId(modelId) : modelId,
    body: { model_versions: [body], ...(isNew ? { model_type_id: typeId } : {}) },
  };
  const settled = useDebounced(JSON.stringify(asked), typingPause);
  const question = useMemo(() => JSON.parse(settled) as typeof asked, [settled]);
  const { data, error, isFetching } = useQuery({
    queryKey: ['PostModelVersionsTrainingEstimates', app, settled],
    queryFn: () =>
      client.call(
        'PostModelVersionsTrainingEstimates',
        { model_id: question.modelId },
        question.body,
      ),
    enabled: question.isAsked,
    placeholderData: keepPreviousData,
  });
  const isShown = question.isAsked && asked.isAsked;
  return {
    estimate: error || !isShown ? undefined : data?.training_estimates[0],
    refusal: isShown ? error : null,
    isEstimating: isFetching,
  };
}

/** An id that is being typed may be none yet: the estimate does not depend on it. */
function validId(id: string): string {
  return /^[A-Za-z0-9][\w.-]*$/.test(id) ? id : placeholder;
}
