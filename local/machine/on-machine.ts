import type { Settings } from '../../core/ports/host.ts';
import type { MachineFile } from './machine-file.ts';

/** The settings of a host on a machine, whose speed is looked up whenever it is asked for. */
export function onMachine(settings: Settings, file: MachineFile): Settings {
  return {
    ...settings,
    get device() {
      return file.device;
    },
  };
}
