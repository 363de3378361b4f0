import type { Client } from '../../../../client/client.ts';
import type { ModelVersion } from '../../../../core/api/wire/messages.ts';
import type { Requests } from '../../../../core/api/wire/requests.ts';
import { Panel } from '../../../parts/panel.tsx';
import { LinkButton } from './answer-files.tsx';

type Format = Requests['PutDatasetVersionExports']['exports'][number]['format'];

const formats: readonly (readonly [Format, string])[] = [
  ['COCO', 'COCO'],
  ['CLARIFAI_DATA_JSON', 'Clarifai, JSON'],
  ['CLARIFAI_DATA_PROTOBUF', 'Clarifai, protobuf'],
];

/** The dataset version that a version was trained on, in every format that the API exports. */
export function DatasetFiles({ version }: { version: ModelVersion }) {
  const dataset = version.train_info?.dataset;
  const datasetVersion = dataset?.version?.id;
  if (!dataset || datasetVersion === undefined) return null;
  return (
    <Panel
      title="Dataset version"
      text={
        <>
          What it was trained and measured on: <bdi>{dataset.id}</bdi>,{' '}
          <span class="mono">{datasetVersion}</span>. Every format is imported back without loss;
          COCO holds pictures only.
        </>
      }
    >
      <p class="row">
        {formats.map(([format, name]) => (
          <LinkButton
            key={format}
            label={`Export the dataset version as ${name}`}
            ask={(client) => exported(client, { id: dataset.id, datasetVersion, format })}
          >
            {name}
          </LinkButton>
        ))}
      </p>
    </Panel>
  );
}

interface AskedExport {
  readonly id: string;
  readonly datasetVersion: string;
  readonly format: Format;
}

/** Made now, within the request; asked again, the service answers the link alone. */
async function exported(client: Client, { id, datasetVersion, format }: AskedExport) {
  const { exports } = await client.call(
    'PutDatasetVersionExports',
    { dataset_id: id, dataset_version_id: datasetVersion },
    { exports: [{ format }] },
  );
  const [made] = exports;
  if (made?.url === undefined)
    throw new Error(made?.status.details ?? made?.status.description ?? 'There is no export');
  return { url: made.url, ...(made.size === undefined ? {} : { size: Number(made.size) }) };
}
