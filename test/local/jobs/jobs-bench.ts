import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TrainingJobSpec } from '../../../core/ports/jobs.ts';
import { FileObjects } from '../../../local/objects/file-objects.ts';
import { JobFiles } from '../../../local/jobs/job-files.ts';
import { ProcessTrainingJobs } from '../../../local/jobs/process-training-jobs.ts';
import type { ProcessTrainingJobsOptions } from '../../../local/jobs/process-training-jobs.ts';

/**
 * A container that obeys `container/README.md` in 30 lines of shell; the hyperparameter `behaviour`
 * says what it does.
 */
const container = `
echo "hello from the trainer"
cd "$DEEPTUNE_ML_ROOT"
case "$(cat input/config/hyperparameters.json)" in
  *succeeds*)
    echo weights > model/weights
    mkdir -p checkpoints/export && echo '{}' > checkpoints/export/manifest.json ;;
  *fails*)
    printf '%s\\n' '{"code":"no-positive-examples","fault":"user","message":"give some"}' > output/failure
    exit 2 ;;
  *shows*) env ;;
  *silent*) exit 3 ;;
  *verbose*) head -c 3000 /dev/zero | tr '\\0' x > output/failure; exit 1 ;;
  *runs*)
    trap 'echo saved > checkpoints/saved; exit 0' TERM
    echo 0 > checkpoints/step
    while :; do sleep 0.02; done ;;
  *deaf*)
    trap '' TERM
    echo 0 > checkpoints/step
    while :; do sleep 0.02; done ;;
  *tells*)
    echo "saw $PWD/input by $0"
    printf '{"code":"dataset-object-corrupt","fault":"platform","message":"%s"}\\n' "$PWD/input and $0" > output/failure
    exit 1 ;;
  *hangs*)
    echo 0 > checkpoints/step
    sleep 1000 ;;
  *plods*)
    for n in 1 2 3 4; do sleep 0.35; echo $n > checkpoints/step; done ;;
  *leaves*)
    sleep 1000 & echo "helper $!" ;;
esac
`;

export const failureReason = '{"code":"no-positive-examples","fault":"user","message":"give some"}';
export const jobName = 'ft-0123456789abcdef0123456789abcdef-a1';

/**
 * A folder with a container and objects, and adapters on them: several, as one server comes after
 * the other.
 */
export class JobsBench {
  readonly folder = mkdtempSync(join(tmpdir(), 'deeptune-jobs-'));
  readonly objects: FileObjects;
  readonly #adapters: ProcessTrainingJobs[] = [];

  constructor() {
    writeFileSync(join(this.folder, 'train.sh'), container);
    const now = this.now;
    const root = join(this.folder, 'objects');
    this.objects = new FileObjects({ root, baseUrl: 'http://x', signingKey: 'k', now });
  }

  readonly now = (): string => new Date().toISOString();

  /** An adapter as a new server makes it. */
  serve(options: Partial<ProcessTrainingJobsOptions> = {}): ProcessTrainingJobs {
    const jobs = new ProcessTrainingJobs({
      root: join(this.folder, 'jobs'),
      objects: this.objects,
      python: '/bin/sh',
      trainer: join(this.folder, 'train.sh'),
      now: this.now,
      graceSeconds: 20,
      ...options,
    });
    this.#adapters.push(jobs);
    return jobs;
  }

  specOf(behaviour: string, more: Partial<TrainingJobSpec> = {}): TrainingJobSpec {
    return {
      trainingJobName: jobName,
      instanceType: 'local.cpu',
      instanceCount: 1,
      maxRuntimeSeconds: 60,
      isSpot: false,
      hyperparameters: { behaviour: JSON.stringify(behaviour) },
      channels: [],
      checkpointPrefix: 'v1/checkpoints/',
      outputPrefix: 'v1/output/',
      tags: { app: 'deeptune', version: 'v1', attempt: '1' },
      ...more,
    };
  }

  filesOf(name = jobName): JobFiles {
    return new JobFiles(join(this.folder, 'jobs', name));
  }

  /** Ends all adapters and whatever runs still. */
  dispose(names: readonly string[] = [jobName]): void {
    for (const jobs of this.#adapters) {
      const pids = names.map((name) => jobs.pidOf(name)).filter((pid) => pid !== undefined);
      jobs.close();
      for (const pid of pids) process.kill(-pid, 'SIGKILL');
    }
    rmSync(this.folder, { recursive: true, force: true });
  }
}
