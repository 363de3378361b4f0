import type { ModelVersion } from '../../../../core/api/wire/messages.ts';
import type { Json } from '../../../../core/json.ts';
import { figure } from '../../../parts/figures/in-words.ts';
import { versionName } from '../../../parts/version/version-name.ts';
import { hyperparametersOf } from '../figures/hyperparameters.ts';
import { measuresOf } from '../figures/measures.ts';

/** One line of versions that stand side by side. */
export interface ComparedLine {
  readonly name: string;
  /** One of each version; undefined: it has none. */
  readonly values: readonly (string | undefined)[];
  /** True: not all are the same. */
  readonly differs: boolean;
  /** Which of the values is the best, where one can be; none where all are the same. */
  readonly best?: number;
}

/** The lines of one subject. */
export interface ComparedPart {
  readonly name: string;
  readonly lines: readonly ComparedLine[];
}

/** Metrics, data and hyperparameters of versions side by side, in the order of the versions. */
export function compared(versions: readonly ModelVersion[]): ComparedPart[] {
  return [
    { name: 'Metrics on held-out data', lines: metricLines(versions) },
    { name: 'Data', lines: dataLines(versions) },
    { name: 'Hyperparameters', lines: hyperparameterLines(versions) },
  ].filter(({ lines }) => lines.length > 0);
}

function metricLines(versions: readonly ModelVersion[]): ComparedLine[] {
  const all = versions.map((version) =>
    measuresOf(version.metrics?.extended_metrics?.user_metrics ?? {}),
  );
  const keys = [...new Set(all.flatMap((measures) => measures.map(({ key }) => key)))];
  return keys.map((key) => {
    const found = all.map((measures) => measures.find((measure) => measure.key === key));
    const { name, isLessBetter } = found.find((measure) => measure !== undefined)!;
    const figures = found.map((measure) => measure?.heldOut);
    const line = lineOf(
      name,
      figures.map((value) => (value === undefined ? undefined : figure(value))),
    );
    const best = bestOf(figures, isLessBetter);
    return line.differs && best !== undefined ? { ...line, best } : line;
  });
}

function bestOf(
  values: readonly (number | undefined)[],
  isLessBetter: boolean,
): number | undefined {
  const known = values.filter((value) => value !== undefined);
  if (known.length < 2) return undefined;
  return values.indexOf(isLessBetter ? Math.min(...known) : Math.max(...known));
}

function dataLines(versions: readonly ModelVersion[]): ComparedLine[] {
  const infos = versions.map(({ train_info: info }) => info);
  const facts = versions.map(({ metadata }) => metadata?.deeptune);
  const lines = [
    lineOf(
      'Dataset',
      infos.map((info) => info?.dataset.id),
    ),
    lineOf(
      'Dataset version',
      infos.map((info) => info?.dataset.version?.id),
    ),
    lineOf(
      'Digest of the data',
      facts.map((fact) => fact?.datasetDigest?.slice(0, 12)),
    ),
    lineOf(
      'Inputs',
      versions.map(({ total_input_count: inputs }) => inputs?.toString()),
    ),
    lineOf(
      'Concepts',
      versions.map(({ active_concept_count: concepts }) => concepts?.toString()),
    ),
    lineOf(
      'Trained again from',
      infos.map((info) => nameOf(info?.resume_from_model?.model_version?.id)),
    ),
  ];
  return lines.filter(({ values }) => values.some((value) => value !== undefined));
}

function hyperparameterLines(versions: readonly ModelVersion[]): ComparedLine[] {
  const all = versions.map(({ train_info: info, metadata }) => {
    const { seed, instanceType, purchase } = metadata?.deeptune ?? { status: '' };
    const own: readonly (readonly [string, Json | undefined])[] = info
      ? [
          ['template', info.params['template']],
          ...hyperparametersOf(info),
          ['seed', seed],
          ['instance type', instanceType],
          ['bought', purchase],
        ]
      : [];
    return new Map(own);
  });
  const names = [...new Set(all.flatMap((values) => [...values.keys()]))];
  return names.map((name) =>
    lineOf(
      name,
      all.map((values) => text(values.get(name))),
    ),
  );
}

function nameOf(versionId: string | undefined): string | undefined {
  return versionId === undefined ? undefined : versionName(versionId);
}

function text(value: Json | undefined): string | undefined {
  if (value === undefined) return undefined;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function lineOf(name: string, values: readonly (string | undefined)[]): ComparedLine {
  return { name, values, differs: new Set(values).size > 1 };
}
