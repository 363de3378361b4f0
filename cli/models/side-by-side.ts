import type { Json } from '../../core/json.ts';
import type { ModelVersion } from '../../core/api/wire/messages.ts';
import type { Column, Output } from '../frame/output/output.ts';
import { statusOf } from '../training/training-state.ts';
import { conceptMetrics, heldOutOf } from './concept-metrics.ts';
import {
  amountShown,
  datasetVersionOf,
  metricInWords,
  minuteOf,
  parentOf,
  billedShown,
  secondsShown,
  shownNumber,
  verdictOf,
} from './version-facts.ts';
import { shortId } from '../frame/output/short-id.ts';

/** A property of several versions. */
interface Row {
  readonly name: string;
  readonly values: readonly string[];
}

/** Parameters that are said in rows of their own. */
const said = ['dataset_id', 'dataset_version_id'];

/** Writes versions as columns, their properties as rows; JSON has the service's own answers. */
export function sideBySide(output: Output, versions: readonly ModelVersion[]): void {
  const columns: Column<Row>[] = [
    { name: 'property', value: ({ name }) => name },
    ...versions.map(({ id }, at): Column<Row> => {
      return { name: shortId(id), value: ({ values }) => values[at] };
    }),
  ];
  output.rows(rowsOf(versions), columns, versions);
}

function rowsOf(versions: readonly ModelVersion[]): Row[] {
  const row = (name: string, value: (version: ModelVersion) => string | undefined): Row => {
    return { name, values: versions.map((version) => value(version) ?? '') };
  };
  return [
    row('version', ({ id }) => id),
    row('status', statusOf),
    row('held-out metric', (version) => metricInWords(verdictOf(version))),
    row('trivial answer', (version) => shownNumber(verdictOf(version)?.trivial)),
    row('before training', (version) => shownNumber(verdictOf(version)?.untrained)),
    row('held-out inputs', (version) => shownNumber(heldOutOf(version)?.count)),
    row('parent', parentOf),
    row('dataset', ({ train_info: info }) => info?.dataset.id),
    row('dataset version', datasetVersionOf),
    row('best epoch', bestEpoch),
    row('took', secondsShown),
    row('billed', billedShown),
    row('amount', amountShown),
    row('asked for', ({ created_at: at }) => minuteOf(at)),
    ...paramNames(versions).map((name) => row(name, (version) => paramOf(version, name))),
    ...conceptRows(versions),
  ].filter(({ values }) => values.some((value) => value !== ''));
}

function bestEpoch({ metadata }: ModelVersion): string {
  const best = metadata?.deeptune.bestEpoch;
  return best ? `${best.epoch} of ${best.of}` : '';
}

function paramNames(versions: readonly ModelVersion[]): string[] {
  const names = versions.flatMap(({ train_info: info }) => Object.keys(info?.params ?? {}));
  return [...new Set(names)].filter((name) => !said.includes(name));
}

function paramOf({ train_info: info }: ModelVersion, name: string): string {
  const value: Json | undefined = info?.params[name];
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function conceptRows(versions: readonly ModelVersion[]): Row[] {
  const all = versions.map(conceptMetrics);
  const ids = [...new Set(all.flatMap((metrics) => [...metrics.keys()]))];
  return ids.map((id) => ({
    name: `${id} ${all.find((metrics) => metrics.has(id))?.get(id)?.metric ?? ''}`,
    values: all.map((metrics) => shownNumber(metrics.get(id)?.value)),
  }));
}
