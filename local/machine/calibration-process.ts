import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { setPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import { childEnvironment } from '../python/child-environment.ts';
import type { Measured } from './measured.ts';
import { readMeasured } from './measured.ts';

export interface CalibrationOrder {
  /** Repository root: where `container/` lies. */
  readonly root: string;
  readonly python: string;
  /** `cuda`, `mps` or `cpu`: what trainings run on. */
  readonly device: string;
  /** On the disk that trainings write to. */
  readonly folder: string;
  /** Networks to time; absent: all that trainings here may start from. */
  readonly only?: readonly string[];
  /** True: everybody else comes first. */
  readonly isInBackground: boolean;
}

/** A calibration that runs. */
export interface RunningCalibration {
  /** @throws Error where it failed or was ended: the message has its last words */
  readonly measured: Promise<Measured>;
  /** Ends it. What was measured is lost. */
  end(): void;
}

const lowestPriority = 19;
/** A machine on which it takes so long is stuck, or so busy that nothing it said would hold. */
const maxMilliseconds = 600_000;

/** Starts `container/calibrate_machine.py`. */
export function startCalibration(order: CalibrationOrder): RunningCalibration {
  const script = join(order.root, 'container', 'calibrate_machine.py');
  const only = (order.only ?? []).flatMap((name) => ['--only', name]);
  // It is killed whenever a training begins, and then tidies up nothing itself.
  const scratch = mkdtempSync(join(tmpdir(), 'deeptune-calibration-'));
  const child = spawn(order.python, [script, '--folder', order.folder, ...only], {
    env: childEnvironment({ DEEPTUNE_DEVICE: order.device, TMPDIR: scratch }),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (order.isInBackground) giveWay(child);
  const timer = setTimeout(() => child.kill('SIGKILL'), maxMilliseconds);
  const measured = outputOf(child).finally(() => {
    clearTimeout(timer);
    rmSync(scratch, { recursive: true, force: true, maxRetries: 3 });
  });
  return { measured: measured.then(lastLine), end: () => void child.kill('SIGKILL') };
}

/** Its threads come later and inherit it. */
function giveWay({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) setPriority(pid, lowestPriority);
  } catch {
    // It has ended already, and its end is told of.
  }
}

function outputOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    const [output, errors]: [string[], string[]] = [[], []];
    child.stdout?.on('data', (data: Buffer) => output.push(data.toString()));
    child.stderr?.on('data', (data: Buffer) => errors.push(data.toString()));
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (code === 0) return resolve(output.join(''));
      const said = errors.join('').trim().split('\n').slice(-3).join('\n');
      reject(
        new Error(`calibrate_machine.py ended with ${signal ?? `exit code ${code}`}: ${said}`),
      );
    });
  });
}

function lastLine(text: string): Measured {
  return readMeasured(JSON.parse(text.trim().split('\n').at(-1) ?? ''));
}
