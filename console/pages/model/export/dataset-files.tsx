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

/** Between two looks at an export that is being made, milliseconds. */
const pause = 1_000;
/** Codes of an export that is waited for: pending, in progress. */
const open = new Set([64201, 64203]);

/** Made on demand; asked again, the service answers how far it is, and at last its link. */
async function exported(client: Client, asked: AskedExport) {
  for (;;) {
    const { exports } = await client.call(
      'PutDatasetVersionExports',
      { dataset_id: asked.id, dataset_version_id: asked.datasetVersion },
      { exports: [{ format: asked.format }] },
    );
    const [{ url, size, status }] = exports as [(typeof exports)[number]];
    if (url !== undefined) return { url, ...(size === undefined ? {} : { size: Number(size) }) };
    if (!open.has(status.code)) throw new Error(status.details ?? status.description);
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}
