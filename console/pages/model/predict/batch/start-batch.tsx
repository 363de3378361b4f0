import { useLocation } from 'preact-iso';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { DatasetVersion } from '../../../../../core/api/wire/messages.ts';
import { useCall, useChange } from '../../../../api/use-call.ts';
import { Field } from '../../../../parts/form/field.tsx';
import { count, instant } from '../../../../parts/figures/in-words.ts';
import { ForecastDetails, forecastItems } from '../../../../parts/forecast/forecast.tsx';
import { KeyValues } from '../../../../parts/key-values.tsx';
import { Loading, Problem, Spinner } from '../../../../parts/states.tsx';
import { addressWith, useQueryState } from '../../../../parts/use-query-state.ts';
import type { AskedModel } from '../asked-model.ts';

/** Chooses a dataset version, shows time and price, and starts the job once. */
export function StartBatch({ model }: { model: AskedModel }) {
  const { route } = useLocation();
  const [datasetId] = useQueryState('batch');
  const [versionId, setVersion] = useQueryState('over');
  const datasets = useCall('ListDatasets', { per_page: 1000 }).data?.datasets ?? [];
  const versions = useCall(
    'ListDatasetVersions',
    { dataset_id: datasetId, per_page: 1000 },
    { enabled: datasetId !== '' },
  );
  const ready = (versions.data?.dataset_versions ?? []).filter(isReady);
  // The newest one is proposed: without a version, large apps are refused.
  useEffect(() => {
    if (versionId === '' && ready[0]) setVersion(ready[0].id, true);
  }, [versionId, ready[0]?.id]);
  return (
    <div class="stack">
      <div class="columns">
        <Field label="Dataset">
          <select
            value={datasetId}
            onChange={({ currentTarget }) =>
              route(addressWith({ batch: currentTarget.value, over: '' }))
            }
          >
            <option value="">choose a dataset</option>
            {datasets.map(({ id }) => (
              <option key={id} value={id}>
                {id}
              </option>
            ))}
          </select>
        </Field>
        {datasetId !== '' && (
          <Field label="Version of it">
            <select
              value={versionId || asItIs}
              onChange={({ currentTarget }) => setVersion(currentTarget.value)}
            >
              <option value={asItIs}>as it is now (frozen when the job starts)</option>
              {ready.map((version) => (
                <option key={version.id} value={version.id}>
                  {nameOf(version)}
                </option>
              ))}
            </select>
          </Field>
        )}
      </div>
      {versions.error && <Problem error={versions.error} />}
      {datasetId !== '' && versions.data && (versionId !== '' || ready.length === 0) && (
        <Start
          key={`${datasetId} ${versionId}`}
          {...{ model, datasetId }}
          versionId={versionId || asItIs}
        />
      )}
    </div>
  );
}

/** Stands for no version: no id has this letter. */
const asItIs = '*';
const frozen = 64015;
const isReady = ({ status }: DatasetVersion) => status.code === frozen;

function nameOf({ id, created_at: at, metrics }: DatasetVersion): string {
  const inputs = metrics['/']?.inputs_count;
  const size = inputs === undefined ? '' : `, ${count(Number(inputs), 'input')}`;
  return `${id.length > 12 ? id.slice(0, 8) : id} of ${instant(at)}${size}`;
}

interface StartProps {
  readonly model: AskedModel;
  readonly datasetId: string;
  readonly versionId: string;
}

function Start({ model, datasetId, versionId }: StartProps) {
  const named = { model_id: model.modelId, version_id: model.answeringId };
  const dataset = {
    id: datasetId,
    ...(versionId === asItIs ? {} : { version: { id: versionId } }),
  };
  // Sent twice, the second request is refused and starts nothing.
  const id = useMemo(() => crypto.randomUUID().replaceAll('-', ''), []);
  const { data, error } = useCall('PostModelVersionJobEstimates', named, {
    rest: [{ job: { kind: 'predict', dataset } }],
  });
  const start = useChange(
    (client, prediction: { readonly id: string }) =>
      client.call('PostModelVersionPredictions', named, {
        prediction: { ...prediction, dataset },
      }),
    ['ListModelVersionPredictions', 'ListActivity'],
  );
  const isPressed = useRef(false);
  const estimate = data?.estimate;
  if (error) return <Problem error={error} title="No estimate" />;
  if (!estimate) return <Loading what="estimate" lines={1} />;
  return (
    <div class="stack">
      <KeyValues items={forecastItems(estimate)} />
      <ForecastDetails of={estimate} />
      {start.error && <Problem error={start.error} title="Not started" />}
      <div class="row">
        <button
          type="button"
          class="primary"
          disabled={start.isPending || start.isSuccess}
          onClick={() => {
            // Two clicks come before the button is drawn anew.
            if (isPressed.current) return;
            isPressed.current = true;
            start.mutate({ id }, { onError: () => (isPressed.current = false) });
          }}
        >
          {start.isPending && <Spinner />} Predict over {datasetId}
        </button>
        {start.isSuccess && <span role="status">Started: it stands in the table below.</span>}
      </div>
    </div>
  );
}
