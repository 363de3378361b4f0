import type { JsonObject } from '../json.ts';
import { eachObject } from '../records/each-object.ts';
import type { Scope } from '../records/keys.ts';
import { chargedPhases, totalServed } from '../estimate/forecast/charged-phases.ts';
import type { ServedSeconds } from '../estimate/forecast/charged-phases.ts';
import { objectKeys } from '../records/object-keys.ts';
import type { Objects } from '../ports/objects.ts';

/**
 * `manifest.json` of a checkpoint or of the export, written last by the trainer: without it the
 * folder is not complete.
 */
export interface CompletenessManifest {
  readonly files: readonly {
    readonly name: string;
    readonly bytes: number;
    readonly sha256: string;
  }[];
  readonly step: number;
  readonly parentVersionId: string | null;
  readonly datasetDigest: string;
  /**
   * Seconds of work that led here, over all attempts. Absent: a part of the answers, which has its
   * own alone (`counts`).
   */
  readonly trainedSeconds?: number;
  /** What led here, by phase, over all attempts; absent: a trainer of an earlier release. */
  readonly servedSeconds?: Readonly<Record<string, unknown>>;
  readonly modelVersionId: string;
  /** What follows: of an evaluation or a batch prediction. */
  readonly jobId?: string;
  readonly rows?: {
    readonly total: number;
    readonly answered: number;
    readonly invalid: number;
    readonly notMeasured: number;
  };
  /** Why the first row without an answer has none. */
  readonly firstFailure?: string | null;
  /** Of a part of the answers. */
  readonly counts?: { readonly seconds: number };
}

async function readJson<T>(objects: Objects, key: string): Promise<T | undefined> {
  const bytes = await objects.get(key);
  if (!bytes) return undefined;
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as T;
  } catch {
    // Half-mirrored: as good as absent.
    return undefined;
  }
}

/**
 * The manifest of a folder whose files are all there with their sizes; undefined where the folder
 * is not complete.
 */
export async function readComplete(
  objects: Objects,
  prefix: string,
): Promise<CompletenessManifest | undefined> {
  const manifest = await readJson<CompletenessManifest>(objects, `${prefix}manifest.json`);
  // What is no manifest must not keep its version from being settled.
  if (!Array.isArray(manifest?.files)) return undefined;
  const heads = await Promise.all(manifest.files.map((file) => objects.head(prefix + file.name)));
  return manifest.files.every((file, index) => heads[index]?.size === file.bytes)
    ? manifest
    : undefined;
}

export interface Export {
  readonly manifest: CompletenessManifest;
  readonly metrics: JsonObject;
}

/**
 * The version's export with its metrics; undefined where it is not complete. `metrics.json` is
 * checked against its digest.
 */
export async function readExport(
  scope: Scope,
  versionId: string,
  deps: { objects: Objects; sha256(data: Uint8Array | string): string },
): Promise<Export | undefined> {
  const prefix = objectKeys.exportPrefix(scope, versionId);
  const manifest = await readComplete(deps.objects, prefix);
  const bytes = manifest && (await deps.objects.get(`${prefix}metrics.json`));
  const expected = manifest?.files.find((file) => file.name === 'metrics.json')?.sha256;
  if (!manifest || !bytes || deps.sha256(bytes) !== expected) return undefined;
  return { manifest, metrics: JSON.parse(new TextDecoder().decode(bytes)) as JsonObject };
}

/** A folder whose files are all there. */
export interface Checkpoint {
  /** Ends with `/`. */
  readonly prefix: string;
  readonly manifest: CompletenessManifest;
}

/**
 * Every complete checkpoint below a prefix, newest first, the export included: what led to it is
 * more than what led to the checkpoint of the same step.
 * @param checkpointPrefix of a job, see `jobKeys`
 */
export async function listCheckpoints(
  objects: Objects,
  checkpointPrefix: string,
): Promise<Checkpoint[]> {
  const folders = new Set<string>();
  for await (const { key } of eachObject(objects, checkpointPrefix))
    if (key.endsWith('/manifest.json')) folders.add(key.slice(0, -'manifest.json'.length));
  const found = await Promise.all(
    [...folders].map(async (prefix) => ({ prefix, manifest: await readComplete(objects, prefix) })),
  );
  return found
    .filter((each): each is Checkpoint => each.manifest !== undefined)
    .sort(
      (a, b) =>
        (b.manifest.trainedSeconds ?? 0) - (a.manifest.trainedSeconds ?? 0) ||
        totalServed(servedOf(b.manifest) ?? {}) - totalServed(servedOf(a.manifest) ?? {}),
    );
}

/** Seconds that led to what is kept of a job, over all attempts: what is charged for. */
export interface KeptWork {
  /** Of steps or answers alone. */
  readonly durableSeconds: number;
  /** By phase; absent: a trainer of an earlier release, or nothing is kept. */
  readonly servedSeconds?: ServedSeconds;
}

/** What led to the newest complete checkpoint of a training, its export included. */
export async function keptTraining(objects: Objects, checkpointPrefix: string): Promise<KeptWork> {
  const [newest] = await listCheckpoints(objects, checkpointPrefix);
  return keptOf(newest?.manifest, newest?.manifest.trainedSeconds ?? 0);
}

/**
 * The same of an evaluation or a batch prediction: its export has it all; before that, each part of
 * the answers has its own seconds of answering, and the last one what was served until then.
 */
export async function keptAnswers(objects: Objects, checkpointPrefix: string): Promise<KeptWork> {
  const found = await listCheckpoints(objects, checkpointPrefix);
  const whole = found.find(({ prefix }) => prefix.endsWith('/export/'));
  if (whole) return keptOf(whole.manifest, whole.manifest.trainedSeconds ?? 0);
  const answering = found.reduce((sum, { manifest }) => sum + (manifest.counts?.seconds ?? 0), 0);
  return keptOf(found[0]?.manifest, answering);
}

function keptOf(manifest: CompletenessManifest | undefined, durableSeconds: number): KeptWork {
  const servedSeconds = manifest && servedOf(manifest);
  return { durableSeconds, ...(servedSeconds ? { servedSeconds } : {}) };
}

/** Undefined where the manifest says nothing of it, or nothing that can be seconds. */
function servedOf({ servedSeconds }: CompletenessManifest): ServedSeconds | undefined {
  if (typeof servedSeconds !== 'object' || servedSeconds === null) return undefined;
  const known = chargedPhases.flatMap((phase) => {
    const seconds = servedSeconds[phase];
    return typeof seconds === 'number' && seconds >= 0 && seconds < Infinity
      ? [[phase, seconds] as const]
      : [];
  });
  return known.length === 0 ? undefined : Object.fromEntries(known);
}
