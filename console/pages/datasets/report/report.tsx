import type { DataReport, DatasetVersion } from '../../../../core/api/wire/messages.ts';
import { addresses } from '../../../addresses.ts';
import { useAppId, useCall } from '../../../api/use-call.ts';
import { bytes, grouped, instant } from '../../../parts/figures/in-words.ts';
import { KeyValues } from '../../../parts/key-values.tsx';
import { Panel } from '../../../parts/panel.tsx';
import { Empty, Loading, Problem } from '../../../parts/states.tsx';
import { useQueryState } from '../../../parts/use-query-state.ts';
import type { DatasetTabProps } from '../dataset.tsx';
import { figuresOf } from '../versions/version-figures.ts';
import { useVersions } from '../versions/use-versions.ts';
import { ClassBalance } from './class-balance.tsx';
import { Findings } from './findings.tsx';

/** What the data of a version are like: problems first. */
export function Report({ datasetId, versionId }: DatasetTabProps) {
  const app = useAppId();
  const versions = useVersions(datasetId, 1, 100);
  const all = versions.data?.dataset_versions ?? [];
  const version = versionId ?? all.find((each) => figuresOf(each).isReady)?.id;
  const at = { dataset_id: datasetId, dataset_version_id: version ?? '' };
  const report = useCall('GetDatasetVersionDataReport', at, { enabled: version !== undefined });
  if (versions.error) return <Problem error={versions.error} />;
  if (!versions.data) return <Loading what="versions" />;
  if (version === undefined)
    return (
      <Empty title="No report yet">
        <p>A report is made of a frozen version.</p>
        <a class="button primary" href={addresses.dataset(app, datasetId, 'versions')}>
          Freeze a version
        </a>
      </Empty>
    );
  return (
    <div class="stack">
      <VersionChoice versions={all} value={version} />
      {report.error && <Problem error={report.error} onRetry={() => void report.refetch()} />}
      {!report.data && !report.error && <Loading what="the report" />}
      {report.data && <Cards report={report.data.data_report} />}
    </div>
  );
}

interface VersionChoiceProps {
  readonly versions: readonly DatasetVersion[];
  readonly value: string;
}

function VersionChoice({ versions, value }: VersionChoiceProps) {
  const [, set] = useQueryState('version');
  return (
    <label class="row">
      Version
      <select value={value} onChange={({ currentTarget }) => set(currentTarget.value)}>
        {!versions.some(({ id }) => id === value) && <option value={value}>{value}</option>}
        {versions.map(({ id, created_at: made }) => (
          <option key={id} value={id}>
            {id.slice(0, 40)}, {instant(made)}
          </option>
        ))}
      </select>
    </label>
  );
}

function Cards({ report }: { report: DataReport }) {
  return (
    <>
      <Findings report={report} />
      <Panel title="What it holds">
        <KeyValues items={holdings(report)} />
      </Panel>
      <ClassBalance concepts={report.concepts} />
      <Panel title="Sizes">
        <KeyValues items={sizes(report)} />
      </Panel>
      {report.notLookedAt.length > 0 && (
        <Panel title="Not looked at">
          <ul>
            {report.notLookedAt.map((text) => (
              <li key={text}>{text}</li>
            ))}
          </ul>
        </Panel>
      )}
    </>
  );
}

function holdings({ counts }: DataReport) {
  const { inputs, images, texts, unlabelled, regions, train, test, concepts, invalid } = counts;
  return [
    { name: 'Inputs', value: grouped(inputs) },
    ...(images > 0 ? [{ name: 'Pictures', value: grouped(images) }] : []),
    ...(texts > 0 ? [{ name: 'Texts', value: grouped(texts) }] : []),
    { name: 'Labelled', value: grouped(inputs - unlabelled) },
    { name: 'Unlabelled', value: grouped(unlabelled) },
    { name: 'Regions', value: grouped(regions) },
    { name: 'Concepts', value: grouped(concepts) },
    { name: 'To train on', value: grouped(train) },
    { name: 'Held out', value: grouped(test) },
    ...(invalid > 0 ? [{ name: 'Not readable', value: grouped(invalid) }] : []),
  ];
}

function sizes({ imageWidths, imageHeights, imageBytes, textLengths, ...report }: DataReport) {
  const rows = [
    { name: 'Width, pixels', spread: imageWidths, show: grouped },
    { name: 'Height, pixels', spread: imageHeights, show: grouped },
    { name: 'Size of the file', spread: imageBytes, show: bytes },
    { name: 'Length, characters', spread: textLengths, show: grouped },
  ];
  const shares = [
    { name: 'Scripts', all: report.scripts },
    { name: 'Languages', all: report.languages },
  ];
  return [
    ...rows.flatMap(({ name, spread, show }) =>
      spread
        ? [
            {
              name,
              value: `${show(spread.min)} to ${show(spread.max)}`,
              hint: `half of them up to ${show(spread.median)}, 95 % up to ${show(spread.p95)}`,
            },
          ]
        : [],
    ),
    ...shares
      .filter(({ all }) => all.length > 0)
      .map(({ name, all }) => ({
        name,
        value: all.map((one) => `${one.name} ${grouped(one.inputs)}`).join(', '),
      })),
  ];
}
