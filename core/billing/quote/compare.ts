import { canonicalJson } from '../../json.ts';
import type { Json, JsonObject } from '../../json.ts';
import type { QuotedData, QuotedJob } from './quote.ts';

/**
 * What of a job is not as it was quoted, a clause each: `epochs: 3 quoted, 5 asked`. Empty: it is
 * the same job.
 */
export function differencesOf(quoted: QuotedJob, asked: QuotedJob): string[] {
  if (quoted.kind !== asked.kind) return [`kind: ${quoted.kind} quoted, ${asked.kind} asked`];
  return [
    ...settingsDifferences(quoted.settings, asked.settings),
    ...dataDifferences(quoted.data, asked.data),
  ];
}

/** What a job reads, without the names that it has: the same content is the same data. */
export function contentOf({ datasetDigest, inputCount, modelVersionId }: QuotedData): JsonObject {
  return {
    datasetDigest,
    inputCount,
    ...(modelVersionId === undefined ? {} : { modelVersionId }),
  };
}

function settingsDifferences(quoted: JsonObject, asked: JsonObject): string[] {
  const names = [...new Set([...Object.keys(quoted), ...Object.keys(asked)])].sort();
  return names.flatMap((name) => {
    const [before, now] = [quoted[name], asked[name]];
    if (canonicalJson({ value: before }) === canonicalJson({ value: now })) return [];
    return Array.isArray(before) && Array.isArray(now)
      ? [`${name}: ${changeOf(before, now)}`]
      : [`${name}: ${told(before, now)} quoted, ${told(now, before)} asked`];
  });
}

/** Of a list, what is new and what is missing: the rest may be long. */
function changeOf(before: readonly Json[], now: readonly Json[]): string {
  const without = (list: readonly Json[], other: readonly Json[]) => {
    const others = new Set(other.map(shown));
    return list.map(shown).filter((item) => !others.has(item));
  };
  const [added, missing] = [without(now, before), without(before, now)];
  if (added.length + missing.length === 0)
    return before.length === now.length
      ? `the same ${before.length} in another order`
      : `${before.length} quoted, ${now.length} asked`;
  return [
    ...(missing.length > 0 ? [`without ${few(missing)}, which was quoted`] : []),
    ...(added.length > 0 ? [`with ${few(added)}, which was not quoted`] : []),
  ].join(', ');
}

function few(items: readonly string[]): string {
  const [rest, named] = [items.length - 3, items.slice(0, 3).join(', ')];
  return rest > 0 ? `${named} and ${rest} more` : named;
}

function dataDifferences(quoted: QuotedData, asked: QuotedData): string[] {
  if (canonicalJson(contentOf(quoted)) === canonicalJson(contentOf(asked))) return [];
  const of = (data: QuotedData) =>
    `dataset '${data.datasetId}'${data.datasetVersionId === undefined ? '' : ` in version '${data.datasetVersionId}'`}`;
  if (quoted.inputCount !== asked.inputCount)
    return [
      `data: ${quoted.inputCount} inputs of ${of(quoted)} quoted, ${asked.inputCount} of ${of(asked)} asked`,
    ];
  if (quoted.datasetDigest !== asked.datasetDigest)
    return [
      `data: content ${quoted.datasetDigest.slice(0, 12)} of ${of(quoted)} quoted, ${asked.datasetDigest.slice(0, 12)} of ${of(asked)} asked`,
    ];
  return [
    `model version: ${shown(quoted.modelVersionId)} quoted, ${shown(asked.modelVersionId)} asked`,
  ];
}

/** In quotation marks where it would read like the other one, which is of another kind. */
function told(value: Json | undefined, other: Json | undefined): string {
  return shown(value) === shown(other) ? (JSON.stringify(value) ?? 'nothing') : shown(value);
}

const shownCharacters = 80;

function shown(value: Json | undefined): string {
  if (value === undefined) return 'nothing';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length <= shownCharacters ? text : `${text.slice(0, shownCharacters)}…`;
}
