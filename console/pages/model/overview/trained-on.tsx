import type { ModelVersion } from '../../../../core/api/wire/messages.ts';
import type { Json } from '../../../../core/json.ts';
import { addresses } from '../../../addresses.ts';
import { useAppId } from '../../../api/use-call.ts';
import { Duration, Money, Time } from '../../../parts/figures/figures.tsx';
import { grouped } from '../../../parts/figures/in-words.ts';
import { KeyValues } from '../../../parts/key-values.tsx';
import type { KeyValue } from '../../../parts/key-values.tsx';
import { Panel } from '../../../parts/panel.tsx';
import { versionName } from '../../../parts/version/version-name.ts';
import { hyperparametersOf } from '../figures/hyperparameters.ts';

/** What this run was made of: dataset version, template, hyperparameters, seed. */
export function TrainedOn({ version }: { version: ModelVersion }) {
  const app = useAppId();
  const { train_info: info } = version;
  if (!info) return null;
  const hyperparameters = hyperparametersOf(info).map(([name, value]) => ({
    name,
    value: inWords(value),
  }));
  return (
    <Panel
      title="What it was trained on"
      text="The settings of this run, as they were asked for or filled in by the template."
    >
      <div class="stack">
        <KeyValues items={[...sourceOf(app, version), ...runOf(version)]} />
        <h3>Hyperparameters</h3>
        <KeyValues items={hyperparameters} />
      </div>
    </Panel>
  );
}

/** The dataset version, and the parent where there was one. */
function sourceOf(app: string, version: ModelVersion): KeyValue[] {
  const { dataset, params, resume_from_model: parent } = version.train_info!;
  const datasetVersion = dataset.version?.id;
  const parentVersion = parent?.model_version?.id;
  const href = addresses.dataset(app, dataset.id, 'versions', { version: datasetVersion });
  return [
    {
      name: 'Dataset version',
      value: (
        <a href={href}>
          <bdi>{dataset.id}</bdi>
        </a>
      ),
      hint: <span class="mono">{datasetVersion}</span>,
    },
    { name: 'Inputs', value: grouped(version.total_input_count ?? 0) },
    { name: 'Template', value: String(params['template']) },
    ...(parent && parentVersion !== undefined
      ? [
          {
            name: 'Trained again from',
            value: (
              <a href={addresses.model(app, parent.id, 'overview', { version: parentVersion })}>
                {versionName(parentVersion)}
              </a>
            ),
            hint: <bdi>{parent.id}</bdi>,
          },
        ]
      : []),
  ];
}

function runOf({ metadata, created_at: createdAt }: ModelVersion): KeyValue[] {
  const { startsFromText, instanceType, seed, settlement, bestEpoch } = metadata?.deeptune ?? {
    status: '',
  };
  return [
    { name: 'Base model', value: startsFromText },
    { name: 'Instance', value: instanceType },
    { name: 'Seed', value: seed === undefined ? undefined : String(seed) },
    ...(bestEpoch
      ? [
          {
            name: 'Epoch kept',
            value: `${bestEpoch.epoch} of ${bestEpoch.of}`,
            hint: bestEpoch.note,
          },
        ]
      : []),
    { name: 'Asked for', value: <Time at={createdAt} /> },
    ...(settlement
      ? [
          { name: 'Job', value: <Duration seconds={settlement.jobSeconds} /> },
          {
            name: 'Charged',
            value: <Money micros={settlement.amountMicros} />,
            hint: (
              <>
                for <Duration seconds={settlement.billableSeconds} />
              </>
            ),
          },
        ]
      : []),
  ];
}

/** A hyperparameter as it was sent. */
export function inWords(value: Json | undefined): string {
  if (value === undefined) return '–';
  return typeof value === 'string' ? value || '(empty)' : JSON.stringify(value);
}
