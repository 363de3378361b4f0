import type { ProcessTrainingJobs } from '../jobs/process-training-jobs.ts';
import type { Device } from '../python/device.ts';
import { BackgroundCalibration } from './background-calibration.ts';
import type { MachineFile } from './machine-file.ts';
import { machineFileOf } from './machine-file.ts';
import type { MachineIdentity } from './machine-identity.ts';
import { machineIdentity } from './machine-identity.ts';
import { MachineLoad } from './machine-load.ts';

export interface MachineOptions {
  /** The data folder. */
  readonly folder: string;
  /** Repository root: where `container/` lies. */
  readonly root: string;
  readonly python: string;
  /** What trainings run on. */
  readonly device: Device;
  readonly jobs: Pick<ProcessTrainingJobs, 'runningPids' | 'isRunningAny'>;
}

/** The machine that a laptop host runs on: how fast it is, and what else it does now. */
export class Machine {
  readonly identity: MachineIdentity;
  readonly file: MachineFile;
  readonly #options: MachineOptions;
  readonly #load: MachineLoad;
  #calibration: BackgroundCalibration | undefined;

  constructor(options: MachineOptions) {
    this.#options = options;
    this.identity = machineIdentity(options.device, options.python);
    this.file = machineFileOf(options.folder, this.identity);
    this.#load = new MachineLoad(() => options.jobs.runningPids());
  }

  /** See `Dependencies.load`. */
  load(): number {
    return this.#load.load();
  }

  /**
   * Calibrates it in the background where it is not.
   * @returns settles when it is calibrated, was given up, or the host closes
   */
  calibrate(now: () => string, say: (line: string) => void): Promise<void> {
    const { root, python, folder, jobs } = this.#options;
    const { device } = this.identity;
    const isBusy = () => jobs.isRunningAny;
    this.#calibration ??= new BackgroundCalibration({
      ...{ root, python, device, folder, isBusy, now, say, file: this.file },
    });
    this.#calibration.start();
    return this.#calibration.done;
  }

  close(): void {
    this.#calibration?.close();
    this.#load.close();
  }
}
