import type { JsonObject } from '../../core/json.ts';
import type { Dependencies } from '../../core/ports/host.ts';
import { jobKeys, objectKeys } from '../../core/records/object-keys.ts';
import { openJobs } from '../../core/job/kinds/open-jobs.ts';
import { jobIdOf } from '../../core/job/workflow/state.ts';
import type { JobIds } from '../../core/job/workflow/state.ts';

export interface ProgressWatchOptions {
  readonly deps: Pick<Dependencies, 'table' | 'objects'>;
  /** Takes one line that was written since the last look. */
  readonly onLine: (ids: JobIds, point: JsonObject) => void;
  readonly onError: (error: unknown) => void;
  /** Between two looks. */
  readonly milliseconds?: number;
}

interface Watched {
  readonly ids: JobIds;
  readonly key: string;
  /** Bytes of the file that were read, to the end of a line. */
  offset: number;
}

/** Most of one file that a look reads, bytes: what is left is read by the next. */
const maxRead = 1_000_000;

/**
 * Looks at the progress of open jobs while anybody wants to know, and tells each line once. What a
 * job had written before the watch began is not told: it is read by `ListTrainingProgress`.
 */
export class ProgressWatch {
  readonly #options: ProgressWatchOptions;
  readonly #watched = new Map<string, Watched>();
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;
  #hasLooked = false;

  constructor(options: ProgressWatchOptions) {
    this.#options = options;
  }

  start(): void {
    if (this.#timer) return;
    this.#hasLooked = false;
    this.#timer = setInterval(() => this.#lookUnlessLooking(), this.#options.milliseconds ?? 500);
    this.#lookUnlessLooking();
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#watched.clear();
  }

  /** Once one more look has been taken, from its beginning to its end. */
  async hasLooked(): Promise<void> {
    await this.#looking;
    this.#lookUnlessLooking();
    await this.#looking;
  }

  /** After the look that is under way, so that nothing is read from what is closed next. */
  async close(): Promise<void> {
    this.stop();
    await this.#looking;
  }

  #lookUnlessLooking(): void {
    this.#looking ??= this.#look()
      .catch(this.#options.onError)
      .finally(() => (this.#looking = undefined));
  }

  async #look(): Promise<void> {
    const open = new Map<string, JobIds>();
    for await (const ids of openJobs(this.#options.deps.table)) open.set(jobIdOf(ids), ids);
    for (const [id, ids] of open) await this.#add(id, ids);
    this.#hasLooked = true;
    for (const [id, watched] of this.#watched) {
      // One that is settled has written its last line: it is looked at once more.
      if (!open.has(id)) this.#watched.delete(id);
      await this.#read(watched);
    }
  }

  async #add(id: string, ids: JobIds): Promise<void> {
    if (this.#watched.has(id)) return;
    const key = `${jobKeys.checkpointPrefix(folderOf(ids))}progress.jsonl`;
    const head = this.#hasLooked ? undefined : await this.#options.deps.objects.head(key);
    if (this.#timer) this.#watched.set(id, { ids, key, offset: head?.size ?? 0 });
  }

  async #read(watched: Watched): Promise<void> {
    const { objects } = this.#options.deps;
    const { ids, key } = watched;
    const size = (await objects.head(key))?.size ?? 0;
    // A new attempt drops the lines behind the step it resumes from: it writes on from there.
    if (size < watched.offset) watched.offset = size;
    if (size === watched.offset) return;
    const end = Math.min(size, watched.offset + maxRead) - 1;
    const bytes = (await objects.get(key, { start: watched.offset, end })) ?? new Uint8Array();
    const whole = bytes.subarray(0, bytes.lastIndexOf(newline) + 1);
    watched.offset += whole.length;
    for (const line of new TextDecoder().decode(whole).split('\n').filter(Boolean)) {
      const point = parsed(line);
      if (point) this.#options.onLine(ids, point);
    }
  }
}

/** What is said of one line: whose it is, and the line as `ListTrainingProgress` answers it. */
export function progressEvent(ids: JobIds, point: JsonObject): JsonObject {
  const { kind = 'train', appId, modelId, versionId, recordId } = ids;
  return {
    ...{ kind, id: jobIdOf(ids), app_id: appId },
    ...{ model_id: modelId, model_version_id: versionId },
    ...(kind === 'evaluate' ? { evaluation_id: recordId ?? '' } : {}),
    ...(kind === 'predict' ? { prediction_id: recordId ?? '' } : {}),
    progress: point,
  };
}

const newline = 10;

function folderOf(ids: JobIds): string {
  const scope = { userId: ids.userId, appId: ids.appId };
  return (ids.kind ?? 'train') === 'train'
    ? objectKeys.versionPrefix(scope, ids.versionId)
    : objectKeys.jobPrefix(scope, jobIdOf(ids));
}

function parsed(line: string): JsonObject | undefined {
  try {
    return JSON.parse(line) as JsonObject;
  } catch {
    return undefined;
  }
}
