import type { CalibrationOrder, RunningCalibration } from './calibration-process.ts';
import { startCalibration } from './calibration-process.ts';
import type { MachineFile } from './machine-file.ts';
import { calibratedText, machineText } from './machine-words.ts';

export interface BackgroundCalibrationOptions extends Omit<CalibrationOrder, 'isInBackground'> {
  readonly file: MachineFile;
  /** True while a training runs: it is not disturbed. */
  readonly isBusy: () => boolean;
  readonly now: () => string;
  /** Progress for a person. */
  readonly say: (line: string) => void;
  /** How it is measured; absent: by the trainer's own program. */
  readonly start?: (order: CalibrationOrder) => RunningCalibration;
}

const lookMilliseconds = 500;
/** One that fails again and again fails for a reason: until the next start of the host. */
const maxFailures = 2;

/**
 * Calibrates this machine once, in the background and behind everybody else. While a training runs
 * it waits; one that begins meanwhile ends it, and it is done again afterwards. Until then
 * forecasts say that they are not calibrated.
 */
export class BackgroundCalibration {
  readonly #options: BackgroundCalibrationOptions;
  readonly #done = Promise.withResolvers<void>();
  #timer: NodeJS.Timeout | undefined;
  #running: RunningCalibration | undefined;
  #failures = 0;
  #isOver = false;

  constructor(options: BackgroundCalibrationOptions) {
    this.#options = options;
  }

  /** Settles when nothing is left to do: it is calibrated, was given up, or the host closes. */
  get done(): Promise<void> {
    return this.#done.promise;
  }

  start(): void {
    const { file, say } = this.#options;
    say(machineText(file));
    if (file.read()) return this.#end();
    this.#timer = setInterval(() => this.#look(), lookMilliseconds);
    this.#timer.unref();
    this.#look();
  }

  close(): void {
    this.#running?.end();
    this.#end();
  }

  #end(): void {
    this.#isOver = true;
    clearInterval(this.#timer);
    this.#done.resolve();
  }

  #look(): void {
    if (this.#isOver) return;
    if (!this.#options.isBusy()) this.#running ??= this.#begin();
    else if (this.#running) {
      this.#running.end();
      this.#running = undefined;
    }
  }

  #begin(): RunningCalibration {
    const { start = startCalibration, ...options } = this.#options;
    const running = start({ ...options, isInBackground: true });
    // Of one that was ended for a training nothing is said: it is done again.
    const isCurrent = () => this.#running === running && !this.#isOver;
    running.measured
      .then((measured) => {
        if (!isCurrent()) return;
        const calibration = options.file.write(measured, options.now());
        options.say(calibratedText(calibration));
        this.#end();
      })
      // What cannot be kept, as on a full disk, is a failure too: nobody else would hear of it.
      .catch((error: unknown) => {
        if (isCurrent()) this.#fail(error);
      });
    return running;
  }

  #fail(error: unknown): void {
    this.#running = undefined;
    this.#failures += 1;
    if (this.#failures < maxFailures) return;
    this.#options.say(
      `this machine could not be calibrated, forecasts stay rough: ${(error as Error).message}`,
    );
    this.#end();
  }
}
