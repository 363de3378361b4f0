import { useEffect } from 'preact/hooks';
import type { DatasetVersion } from '../../../../core/api/wire/messages.ts';
import { addresses } from '../../../addresses.ts';
import { useAppId, useCall, useChange } from '../../../api/use-call.ts';
import { Field } from '../../../parts/form/field.tsx';
import { Flash } from '../../../parts/flash.tsx';
import { count, instant } from '../../../parts/figures/in-words.ts';
import { SearchSelect } from '../../../parts/list/search-select.tsx';
import { Panel } from '../../../parts/panel.tsx';
import { Problem, Spinner } from '../../../parts/states.tsx';
import { asItIs, namedVersion } from '../order/order.ts';
import { freezing } from '../order/use-form.ts';
import type { StepProps } from '../order/use-form.ts';
import { DataReport } from './data-report.tsx';

/** What it learns from: a dataset, and which frozen version of it. */
export function DataStep({ form, choices, change }: StepProps) {
  const app = useAppId();
  const { datasetId } = choices;
  const versionId = namedVersion(choices);
  const { data, error } = useCall('ListDatasets', { per_page: 1000 });
  const choose = (id: string) =>
    change({ datasetId: id, datasetVersionId: '', conceptIds: undefined });
  return (
    <Panel title="Data">
      <div class="stack">
        {error && <Problem error={error} />}
        {data?.datasets.length === 0 && (
          <Flash tone="info">
            This app has no dataset yet. <a href={addresses.datasets(app)}>Create one</a> and drop a
            folder into it.
          </Flash>
        )}
        <SearchSelect
          label="Dataset"
          value={datasetId || undefined}
          placeholder="choose a dataset"
          options={(data?.datasets ?? []).map(({ id }) => ({ id, text: id }))}
          onChange={choose}
        />
        {datasetId !== '' && <VersionOfDataset {...{ form, choices, change }} />}
        {form.versionError && <Problem error={form.versionError} />}
        {form.version && freezing.includes(form.version.status.code) && (
          <Flash tone="info">
            <Spinner /> This version is still being frozen. A training that names it waits, and is
            checked, estimated and reserved when it is ready; the estimate appears here then.
          </Flash>
        )}
        {versionId !== '' && form.version && !freezing.includes(form.version.status.code) && (
          <DataReport datasetId={datasetId} versionId={versionId} />
        )}
      </div>
    </Panel>
  );
}

function VersionOfDataset({ choices, change }: StepProps) {
  const { datasetId, datasetVersionId } = choices;
  const { data } = useCall('ListDatasetVersions', { dataset_id: datasetId, per_page: 1000 });
  const versions = data?.dataset_versions ?? [];
  const [newest] = versions;
  // The newest one is proposed, by its id: who gets the address sees what the sender saw.
  useEffect(() => {
    if (datasetVersionId === '' && newest)
      change({ datasetVersionId: newest.id, conceptIds: undefined }, true);
  }, [datasetVersionId, newest?.id]);
  const freeze = useChange(
    (client) =>
      client.call('PostDatasetVersions', { dataset_id: datasetId }, { dataset_versions: [{}] }),
    ['ListDatasetVersions', 'ListActivity'],
  );
  const freezeNow = async () => {
    const { dataset_versions: made } = await freeze.mutateAsync(undefined);
    if (made[0]) change({ datasetVersionId: made[0].id, conceptIds: undefined });
  };
  return (
    <>
      <Field
        label="Version"
        hint="A version is frozen: what is added to the dataset later does not change it."
      >
        <select
          value={datasetVersionId || asItIs}
          onChange={({ currentTarget }) =>
            change({ datasetVersionId: currentTarget.value, conceptIds: undefined })
          }
        >
          <option value={asItIs}>as it is when the training starts</option>
          {versions.map((version) => (
            <option key={version.id} value={version.id}>
              {nameOf(version)}
            </option>
          ))}
        </select>
      </Field>
      <div class="row">
        <button
          type="button"
          disabled={freeze.isPending}
          onClick={() => void freezeNow().catch(() => undefined)}
        >
          {freeze.isPending && <Spinner />} Freeze a new version and look at its report
        </button>
      </div>
      {freeze.error && <Problem error={freeze.error} title="The version was not frozen" />}
    </>
  );
}

function nameOf({ id, created_at: at, metrics, status }: DatasetVersion): string {
  const inputs = metrics['/']?.inputs_count;
  const size = inputs === undefined ? '' : `, ${count(Number(inputs), 'input')}`;
  const state = freezing.includes(status.code) ? ', being frozen' : '';
  return `${id.length > 12 ? id.slice(0, 8) : id} of ${instant(at)}${size}${state}`;
}
