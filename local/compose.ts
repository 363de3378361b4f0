import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { freezeVersion } from '../core/dataset/version/freezing/freeze-version.ts';
import { admit } from '../core/job/steps/admit.ts';
import { estimate } from '../core/job/steps/estimate.ts';
import { notify } from '../core/notification/notify.ts';
import type { DomainEvent } from '../core/ports/events.ts';
import type { Dependencies } from '../core/ports/host.ts';
import { decide } from '../core/job/steps/decide.ts';
import { gate } from '../core/job/steps/gate.ts';
import { verifyArtifact } from '../core/job/steps/verify-artifact.ts';
import { trainingJobEnded } from '../core/job/steps/job-ended.ts';
import { resumeFreezing } from '../core/recovery/open-dataset-versions.ts';
import { prepare } from '../core/job/steps/prepare.ts';
import { scheduleFired } from '../core/job/retraining/schedule-fired.ts';
import { settle } from '../core/job/steps/settle.ts';
import { train } from '../core/job/steps/train.ts';
import { renamedStates, stepFunction, trainingWorkflow } from '../core/job/workflow/definition.ts';
import type { TrainTask, JobState } from '../core/job/workflow/state.ts';
import { HttpFetcher } from '../net/http-fetcher.ts';
import { SchemeFetcher } from '../net/scheme-fetcher.ts';
import type { TaskFunction } from './workflow/asl-thread.ts';
import { checkDatabase } from './data-folder/data-format.ts';
import { databaseName } from './data-folder/privacy.ts';
import { readSecret, signingKeyFile } from './data-folder/secrets.ts';
import { CronSchedules } from './schedules/cron-schedules.ts';
import { onDevice } from './python/device.ts';
import type { Device } from './python/device.ts';
import { processSources } from './process-sources.ts';
import type { HeavyProcessData } from './heavy/messages.ts';
import { Machine } from './machine/machine.ts';
import { onMachine } from './machine/on-machine.ts';
import { FileObjects } from './objects/file-objects.ts';
import { EventStreams } from './events/event-streams.ts';
import { ProgressWatch, progressEvent } from './events/progress-watch.ts';
import { LogEvents } from './events/log-events.ts';
import { LocalNotifier } from './notifier/local-notifier.ts';
import { OutboxSender } from './notifier/outbox-sender.ts';
import { NoBuckets } from './objects/no-buckets.ts';
import { ProcessPredictor } from './predictor/process-predictor.ts';
import { ProcessTrainingJobs } from './jobs/process-training-jobs.ts';
import type { LocalSettings } from './settings.ts';
import { PromiseTasks } from './tasks/promise-tasks.ts';
import { openDatabase } from './table/sqlite-database.ts';
import { ThreadedTable } from './table/threaded-table.ts';
import { Undo } from './undo.ts';
import { InterpretedWorkflow } from './workflow/workflow-interpreter.ts';

export interface LocalHost {
  readonly deps: Dependencies;
  readonly objects: FileObjects;
  readonly streams: EventStreams;
  readonly machine: Machine;
  /** What a process is started with that answers requests on the same data. */
  readonly heavy: HeavyProcessData;
  /** Takes up what a killed process left: executions, running jobs, schedules. */
  resume(): Promise<void>;
  /** Stops watching; training jobs run on and are found again. */
  close(): Promise<void>;
}

export interface LocalHostOptions {
  readonly local: LocalSettings;
  readonly baseUrl: string;
  /** Repository root: where `container/` lies. */
  readonly root: string;
  readonly python: string;
  /** What trainings and predictions run on. */
  readonly device: Device;
  readonly log: (line: string) => void;
  /** Is told how to close what was opened here, also where putting it together fails. */
  readonly undo?: Undo;
}

const { now } = processSources;

/**
 * Puts the laptop host together: the ports on SQLite, files and child processes, all below one
 * folder.
 */
export function composeLocalHost(options: LocalHostOptions): LocalHost {
  const { local, undo = new Undo() } = options;
  const signingKey = readSecret(local.folder, signingKeyFile);
  const path = join(local.folder, databaseName);
  const database = openDatabase(path);
  undo.add(() => database.close());
  checkDatabase(database, path);
  const table = new ThreadedTable(path, database);
  undo.add(() => table.close());
  const root = join(local.folder, 'objects');
  const objects = new FileObjects({ root, baseUrl: options.baseUrl, signingKey, now });
  const streams = new EventStreams({
    onFirst: () => progress.start(),
    onLast: () => progress.stop(),
  });
  const ports = processPorts(options, { database, objects }, () => deps);
  const machine = new Machine({ ...options, folder: local.folder, jobs: ports.jobs });
  const deps: Dependencies = {
    ...ports,
    objects,
    table,
    events: new LogEvents({
      write: options.log,
      listeners: [
        streams.hear,
        (event) => writeDown(event, options.baseUrl, { deps, sender: ports.sender }),
      ],
    }),
    notifier: new LocalNotifier({ allowsPrivate: local.webhooksToPrivate }),
    fetcher: new SchemeFetcher({
      s3: new NoBuckets(),
      others: new HttpFetcher({ hosts: local.fetchHosts, setting: 'DEEPTUNE_FETCH_HOSTS' }),
    }),
    settings: onMachine(onDevice(local.settings, options.device), machine.file),
    load: () => machine.load(),
    ...processSources,
  };
  const progress = new ProgressWatch({
    deps,
    onLine: (ids, point) => streams.tell(ids, 'progress', progressEvent(ids, point)),
    onError: (error) => options.log(JSON.stringify({ at: now(), error: String(error) })),
  });
  undo.add(() => progress.close());
  undo.add(() => streams.close());
  const heavy = {
    ...{ local, machine: machine.identity },
    ...{ settings: deps.settings, baseUrl: options.baseUrl, databasePath: path, signingKey },
  };
  undo.add(async () => {
    const { jobs, workflow, schedules, predictor, tasks, sender } = ports;
    const running = [machine, schedules, jobs, workflow, predictor, tasks, sender];
    await Promise.all(running.map((port) => port.close()));
  });
  return {
    ...{ deps, objects, heavy, streams, machine },
    resume: () => resume(ports, deps),
    close: () => undo.run(),
  };
}

/** Written down before the event counts as published: a process that is killed then loses none. */
async function writeDown(
  event: DomainEvent,
  baseUrl: string,
  { deps, sender }: { readonly deps: Dependencies; readonly sender: OutboxSender },
): Promise<void> {
  const added = await notify(event, { api: baseUrl, console: baseUrl }, deps);
  if (added.length > 0) sender.wake();
}

interface Stores {
  readonly database: DatabaseSync;
  readonly objects: FileObjects;
}

/**
 * The ports that run something by themselves. They call back into use cases, which need all ports:
 * hence `deps` as a function.
 */
function processPorts(options: LocalHostOptions, stores: Stores, deps: () => Dependencies) {
  const { local, root, python } = options;
  const environment = { DEEPTUNE_DEVICE: options.device.device };
  const onError = (error: unknown) =>
    options.log(JSON.stringify({ at: now(), error: String(error) }));
  const container = (file: string) => join(root, 'container', file);
  return {
    jobs: new ProcessTrainingJobs({
      root: join(local.folder, 'jobs'),
      objects: stores.objects,
      python,
      trainer: container('train.py'),
      environment,
      maxSilentSeconds: local.maxSilentSeconds,
      onError,
      now,
      onEnded: (name) => trainingJobEnded(name, deps()),
    }),
    workflow: new InterpretedWorkflow({
      definition: trainingWorkflow,
      renamedStates,
      tasks: stepTasks(deps),
      store: stores.database,
      now,
      random: Math.random,
      newToken: randomUUID,
      onError,
    }),
    schedules: new CronSchedules({
      store: stores.database,
      now,
      fire: async (firing) => void (await scheduleFired(firing, deps())),
      onError,
    }),
    tasks: new PromiseTasks({
      run: (task, hasTime) => freezeVersion(task, hasTime, deps()),
      onError,
    }),
    sender: new OutboxSender({ deps, onError }),
    predictor: new ProcessPredictor({
      python,
      server: container('serve.py'),
      environment,
      objects: stores.objects,
      log: onError,
    }),
  };
}

async function resume(
  { jobs, workflow, schedules, sender }: ReturnType<typeof processPorts>,
  deps: Dependencies,
): Promise<void> {
  sender.start();
  await jobs.resume();
  await workflow.resume();
  await schedules.resume();
  await resumeFreezing(deps, 0);
}

/** The steps under the names that the definition invokes. */
function stepTasks(deps: () => Dependencies): Record<string, TaskFunction> {
  const state = (payload: unknown) => payload as JobState;
  const tasks: Record<string, (payload: unknown) => Promise<unknown>> = {
    [stepFunction('Decide')]: (payload) => decide(state(payload), deps()),
    [stepFunction('Prepare')]: (payload) => prepare(state(payload), deps()),
    [stepFunction('Estimate')]: (payload) => estimate(state(payload), deps()),
    [stepFunction('Admit')]: (payload) => admit(state(payload), deps()),
    [stepFunction('Train')]: async (payload) => (await train(payload as TrainTask, deps()), null),
    [stepFunction('VerifyArtifact')]: (payload) => verifyArtifact(state(payload), deps()),
    [stepFunction('Gate')]: (payload) => gate(state(payload), deps()),
    [stepFunction('Settle')]: (payload) => settle(state(payload), deps()),
  };
  return tasks as Record<string, TaskFunction>;
}
