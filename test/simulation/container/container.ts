import type { FakeAws } from '../../wire/fake-aws.ts';
import type { FakeTrainingJob } from '../../wire/sagemaker/sagemaker-jobs.ts';
import type { InjectedFaults } from '../network/injected-faults.ts';
import type { Trace } from '../report/trace.ts';
import { Random } from '../time/random.ts';
import type { VirtualClock } from '../time/virtual-clock.ts';
import type { Compared, Files, JobDescription, Worked } from './artifacts.ts';
import {
  checkpointFiles,
  exportFiles,
  gateAnswers,
  partFiles,
  timesWith,
  trainedSecondsOf,
} from './artifacts.ts';

export interface ContainersOptions {
  readonly aws: FakeAws;
  readonly bucket: string;
  readonly clock: VirtualClock;
  readonly seed: number;
  readonly faults: InjectedFaults;
  readonly trace: Trace;
  /** SageMaker's state-change event of a job. */
  readonly onChange: (trainingJobName: string) => void;
}

/** How an attempt ends, other than by its work being done. */
type Mishap =
  | 'none'
  | 'reclaim-within'
  | 'reclaim-failed'
  | 'no-capacity'
  | 'capacity-error'
  | 'internal-error'
  | 'vanished'
  | 'user-fault'
  | 'passing-fault'
  | 'final-fault'
  | 'client-error'
  | 'hangs';

const mishaps: Readonly<Record<Mishap, number>> = {
  none: 60,
  'reclaim-within': 8,
  'reclaim-failed': 6,
  'no-capacity': 4,
  'capacity-error': 4,
  'internal-error': 4,
  vanished: 4,
  'user-fault': 3,
  'passing-fault': 3,
  'final-fault': 2,
  'client-error': 1,
  hangs: 1,
};

const failures: Partial<Record<Mishap, string>> = {
  'capacity-error': 'CapacityError: Unable to provision requested ML compute capacity',
  'internal-error': 'InternalServerError: We encountered an internal error',
  'client-error': 'ClientError: Data download failed',
  'passing-fault':
    'AlgorithmError: {"code": "dataset-object-corrupt", "fault": "platform", "message": "an object"}, exit code: 3',
  'final-fault':
    'AlgorithmError: {"code": "internal", "fault": "platform", "message": "a bug"}, exit code: 3',
};

/** A job was told to stop. */
class StoppedError extends Error {}

/** SageMaker with the trainer in it: what happens in started jobs, decided by the seed. */
export class Containers {
  readonly #options: ContainersOptions;
  readonly #stops = new Map<string, AbortController>();
  /** Seconds that each job has worked, by its folder: nobody may be charged for more. */
  readonly worked = new Map<string, number>();

  constructor(options: ContainersOptions) {
    this.#options = options;
    const { jobs } = options.aws.sagemaker;
    jobs.onStart = (job) => this.#start(job);
    jobs.onStop = (job) => this.#stops.get(job.request.TrainingJobName)?.abort(new StoppedError());
  }

  /** Jobs that have not ended. */
  get running(): number {
    return this.#stops.size;
  }

  runningNames(): readonly string[] {
    return [...this.#stops.keys()];
  }

  #start(job: FakeTrainingJob): void {
    const name: string = job.request.TrainingJobName;
    const stop = new AbortController();
    this.#stops.set(name, stop);
    const attempt = new Attempt(job, this.#options, stop.signal);
    attempt.onWork = (seconds) => {
      const before = this.worked.get(attempt.folder) ?? 0;
      this.worked.set(attempt.folder, Math.max(before, seconds));
    };
    void attempt.run().then((how) => {
      this.#stops.delete(name);
      this.#end(name, how);
    });
  }

  #end(name: string, how: End): void {
    const { aws, clock, trace, onChange } = this.#options;
    const { reported, ...end } = how;
    aws.sagemaker.jobs.end(name, end as never);
    trace.add(`sagemaker ${name} ${end.TrainingJobStatus} ${end.SecondaryStatus}`);
    // What is billed is known a little later than that it ended.
    clock.after(reported.after, () => {
      aws.sagemaker.jobs.move(name, { BillableTimeInSeconds: reported.seconds });
    });
    onChange(name);
  }
}

interface End {
  readonly TrainingJobStatus: 'Completed' | 'Failed' | 'Stopped';
  readonly SecondaryStatus: string;
  readonly FailureReason?: string;
  readonly reported: { readonly after: number; readonly seconds: number };
}

/** One training job from its start to its end. */
class Attempt {
  readonly folder: string;
  /** Told how long the job has worked, over all its attempts. */
  onWork: (seconds: number) => void = () => undefined;
  readonly #job: FakeTrainingJob;
  readonly #options: ContainersOptions;
  readonly #signal: AbortSignal;
  readonly #random: Random;
  readonly #name: string;
  #began: number | undefined;
  #worked: Worked = { setup: 0, steps: 0, saving: 0 };
  #total = 0;

  constructor(job: FakeTrainingJob, options: ContainersOptions, signal: AbortSignal) {
    this.#job = job;
    this.#options = options;
    this.#signal = signal;
    this.#name = job.request.TrainingJobName as string;
    this.#random = new Random(options.seed, 'container', this.#name);
    const uri: string = job.request.CheckpointConfig.S3Uri;
    this.folder = uri.slice(`s3://${options.bucket}/`.length, -'checkpoints/'.length);
  }

  async run(): Promise<End> {
    const mishap = this.#mishap();
    try {
      return await this.#live(mishap);
    } catch (error) {
      if (!(error instanceof StoppedError)) throw error;
      await this.#options.clock.sleep(this.#random.int(1, 110) * 1_000);
      return this.#stopped('Stopped');
    }
  }

  #mishap(): Mishap {
    const { faults } = this.#options;
    if (!faults.isOn) return 'none';
    const mishap = this.#random.weighted(mishaps);
    const isSpot = this.#job.request.EnableManagedSpotTraining === true;
    const isOfSpot = mishap === 'no-capacity' || mishap.startsWith('reclaim');
    if (mishap === 'none' || (isOfSpot && !isSpot)) return 'none';
    faults.count('sagemaker job', mishap);
    return mishap;
  }

  async #live(mishap: Mishap): Promise<End> {
    const { request } = this.#job;
    const { MaxRuntimeInSeconds, MaxWaitTimeInSeconds } = request.StoppingCondition;
    if (mishap === 'no-capacity') {
      await this.#sleep(MaxWaitTimeInSeconds);
      return this.#ended('Stopped', 'MaxWaitTimeExceeded');
    }
    await this.#stage('Starting', this.#random.int(30, 240));
    if (mishap === 'capacity-error' || mishap === 'client-error') return this.#failed(mishap);
    await this.#stage('Downloading', this.#random.int(20, 120));
    this.#began = this.#now();
    this.#options.aws.sagemaker.jobs.move(this.#name, { TrainingStartTime: this.#now() / 1000 });
    this.#restore();
    if (mishap === 'hangs') {
      await this.#sleep(MaxRuntimeInSeconds);
      return this.#stopped('MaxRuntimeExceeded');
    }
    return this.#work(mishap, MaxRuntimeInSeconds);
  }

  async #work(mishap: Mishap, most: number): Promise<End> {
    const job = this.#description();
    const from = this.#now();
    this.#move('Training');
    if (this.#worked.setup === 0) await this.#spend('setup', this.#random.int(2, 12));
    const every = Math.max(3, Math.floor(this.#total / 4));
    const breaksAt = this.#random.int(0, this.#total);
    let isBroken = mishap === 'none';
    while (this.#worked.steps < this.#total) {
      const left = this.#total - this.#worked.steps;
      if (this.#now() - from >= most * 1_000) return this.#stopped('MaxRuntimeExceeded');
      if (!isBroken && this.#worked.steps + every > breaksAt) {
        isBroken = true;
        await this.#sleep(Math.max(0, breaksAt - this.#worked.steps));
        if (mishap !== 'reclaim-within') return this.#broken(mishap);
        await this.#reclaimed();
        continue;
      }
      const before = this.#worked.steps;
      await this.#spend('steps', Math.min(every, left));
      this.#write(
        job.kind
          ? partFiles(job, before, this.#worked.steps - before)
          : checkpointFiles(job, this.#worked),
      );
      this.#keep();
    }
    await this.#spend('saving', this.#random.int(1, 4));
    this.#export('completed');
    this.#compare(job);
    return this.#ended('Completed', 'Completed');
  }

  /** SageMaker takes the instance away, waits for another, and starts the container anew. */
  async #reclaimed(): Promise<void> {
    this.#move('Interrupted');
    this.#options.onChange(this.#name);
    await this.#stage('Starting', this.#random.int(30, 600));
    this.#restore();
    this.#move('Training');
  }

  #broken(mishap: Mishap): End {
    if (mishap === 'user-fault') {
      const seconds = Math.round(this.#worked.setup + this.#worked.steps);
      const reason = `{"code": "dataset-invalid", "fault": "user", "seconds": ${seconds}, "message": "no usable rows"}`;
      return this.#ended('Failed', 'Failed', `AlgorithmError: ${reason}, exit code: 2`);
    }
    if (mishap === 'reclaim-failed') return this.#ended('Failed', 'Interrupted', 'Interrupted');
    return this.#failed(mishap);
  }

  #failed(mishap: Mishap): End {
    return this.#ended('Failed', 'Failed', failures[mishap]);
  }

  /** SIGTERM, and two minutes for what is to be kept. */
  #stopped(word: string): End {
    if (this.#worked.steps > 0) this.#export('stopped');
    return this.#ended('Stopped', word);
  }

  #export(end: string): void {
    const job = this.#description();
    this.#write(exportFiles(job, this.#worked));
    const entry = {
      trainingJobName: this.#name,
      startedAt: this.#began ?? this.#now(),
      end,
      worked: this.#worked,
    };
    const attempts = timesWith([], entry);
    this.#write([['times.json', JSON.stringify({ schemaVersion: 1, attempts })]]);
    if (!job.kind) this.#archive();
    this.#keep();
  }

  /** Parent and candidate answer the evaluation set, once there is an artifact. */
  #compare({ kind, parentVersionId }: JobDescription): void {
    if (kind || typeof parentVersionId !== 'string') return;
    const own = new Random(this.#options.seed, 'compared', this.folder);
    const how = own.weighted<Compared>({ kept: 0.6, lost: 0.3, 'not asked': 0.1 });
    if (how !== 'not asked') this.#write(gateAnswers(how));
  }

  #archive(): void {
    const key = `${this.folder}output/${this.#name}/output/model.tar.gz`;
    this.#options.aws.s3.plant(this.#options.bucket, key, 'archive');
  }

  #keep(): void {
    this.#options.aws.s3.plant(this.#options.bucket, `${this.folder}worked.json`, this.#state());
  }

  #state(): string {
    return JSON.stringify(this.#worked);
  }

  /** What an attempt before this one left, as the trainer finds it in its checkpoints. */
  #restore(): void {
    const own = new Random(this.#options.seed, 'work', this.folder);
    this.#total = own.int(5, own.chance(0.2) ? 900 : 90);
    const kept = this.#read('worked.json');
    this.#worked = kept ? (JSON.parse(kept) as Worked) : { setup: 0, steps: 0, saving: 0 };
  }

  #description(): JobDescription {
    return JSON.parse(this.#read('train/job.json') ?? '{}') as JobDescription;
  }

  #read(name: string): string | undefined {
    const bytes = this.#options.aws.s3.read(this.#options.bucket, this.folder + name);
    return bytes && Buffer.from(bytes).toString();
  }

  #write(files: Files): void {
    const { aws, bucket } = this.#options;
    for (const [name, text] of files)
      aws.s3.plant(bucket, `${this.folder}checkpoints/${name}`, text);
  }

  async #spend(phase: keyof Worked, seconds: number): Promise<void> {
    await this.#sleep(seconds);
    this.#worked = { ...this.#worked, [phase]: this.#worked[phase] + seconds };
    this.onWork(trainedSecondsOf(this.#worked));
  }

  async #stage(word: string, seconds: number): Promise<void> {
    this.#move(word);
    await this.#sleep(seconds);
  }

  #move(SecondaryStatus: string): void {
    const { jobs } = this.#options.aws.sagemaker;
    if (jobs.job(this.#name).TrainingJobStatus === 'InProgress')
      jobs.move(this.#name, { SecondaryStatus });
  }

  async #sleep(seconds: number): Promise<void> {
    await this.#options.clock.sleep(seconds * 1_000, this.#signal);
  }

  #now(): number {
    return this.#options.clock.now();
  }

  #ended(status: End['TrainingJobStatus'], word: string, reason?: string): End {
    const seconds = this.#began === undefined ? 0 : Math.ceil((this.#now() - this.#began) / 1_000);
    return {
      TrainingJobStatus: status,
      SecondaryStatus: word,
      ...(reason === undefined ? {} : { FailureReason: reason }),
      reported: { after: this.#random.int(0, 120_000), seconds },
    };
  }
}
