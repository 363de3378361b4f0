import { join } from 'node:path';
import { processSources } from '../process-sources.ts';
import { findDevice } from '../python/device.ts';
import type { DeviceName } from '../python/device.ts';
import { ensurePython } from '../python/python-environment.ts';
import { startCalibration } from './calibration-process.ts';
import type { Calibration, MachineFile } from './machine-file.ts';
import { machineFileOf } from './machine-file.ts';
import { machineIdentity } from './machine-identity.ts';

export interface Here {
  /** The data folder. */
  readonly folder: string;
  /** Repository root. */
  readonly root: string;
  /** What trainings run on; absent: the best there is. */
  readonly asked?: DeviceName | undefined;
  readonly say: (line: string) => void;
}

/** The file of this machine in a data folder, and what a calibration needs. */
export async function machineHere({ folder, root, asked, say }: Here) {
  const { python } = await ensurePython(root, say);
  const device = await findDevice(python, join(root, 'container/device.py'), asked);
  const identity = machineIdentity(device, python);
  return { python, identity, file: machineFileOf(folder, identity) };
}

/**
 * Calibrates this machine now and keeps it in the data folder, where a host that runs finds it.
 * @throws Error where it could not be measured; what was known before stays
 */
export async function calibrateNow(
  here: Here,
): Promise<{ readonly calibration: Calibration; readonly file: MachineFile }> {
  const { python, identity, file } = await machineHere(here);
  here.say(
    `measuring ${identity.name}, which takes about ten seconds where nothing else uses it …`,
  );
  const running = startCalibration({
    ...{ root: here.root, folder: here.folder, python },
    ...{ device: identity.device, isInBackground: false },
  });
  const measured = await running.measured;
  return { calibration: file.write(measured, processSources.now()), file };
}
