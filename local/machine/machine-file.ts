import { mkdirSync, readdirSync, statSync } from 'node:fs';
import type { Stats } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import type { Device } from '../../core/ports/device.ts';
import { readJson, writeJson } from '../file-system.ts';
import type { MachineIdentity } from './machine-identity.ts';
import { identitySchema, whatChanged } from './machine-identity.ts';
import type { Measured } from './measured.ts';
import { priorDevice } from './prior-device.ts';
import { deviceFrom, measuredSchema } from './measured.ts';

/** @param folder the data folder */
export function machineFileOf(folder: string, identity: MachineIdentity): MachineFile {
  return new MachineFile(folder, identity, priorDevice(identity));
}

const calibrationSchema = z.object({
  schemaVersion: z.literal(1),
  /** ISO 8601. */
  measuredAt: z.string(),
  identity: identitySchema,
  measured: measuredSchema,
});

/** A machine's calibration, as it is kept in the data folder. */
export type Calibration = Readonly<z.infer<typeof calibrationSchema>>;

/**
 * The file of one machine's calibration. A data folder may lie on several machines' disks in turn:
 * each has its own.
 */
export class MachineFile {
  readonly path: string;
  readonly #identity: MachineIdentity;
  readonly #prior: Device;
  #seen = '';
  #known: Calibration | undefined;

  /** @param folder the data folder */
  constructor(folder: string, identity: MachineIdentity, prior: Device) {
    this.path = join(folder, 'machines', `${identity.id}.json`);
    this.#identity = identity;
    this.#prior = prior;
  }

  /** As it was measured; what is known before, where it was not or on another machine. */
  get device(): Device {
    const calibration = this.read();
    return calibration ? deviceFrom(calibration.measured, this.#identity) : this.#prior;
  }

  /**
   * The calibration of this very machine and PyTorch; undefined where there is none, or its file
   * cannot be read. Read again only where the file has changed: another process may write it.
   */
  read(): Calibration | undefined {
    const stat = statOf(this.path);
    const seen = stat ? `${stat.mtimeMs} ${stat.size} ${stat.ino}` : '';
    if (seen !== this.#seen) [this.#seen, this.#known] = [seen, calibrationAt(this.path)];
    return this.#known && this.#isOfThis(this.#known) ? this.#known : undefined;
  }

  /** Why the calibration that is there is not of this machine; empty where none is, or it is. */
  changes(): string[] {
    this.read();
    return this.#known ? whatChanged(this.#known.identity, this.#identity) : [];
  }

  write(measured: Measured, measuredAt: string): Calibration {
    const calibration: Calibration = {
      ...{ schemaVersion: 1, measuredAt, identity: this.#identity, measured },
    };
    mkdirSync(dirname(this.path), { recursive: true, mode: 0o700 });
    writeJson(this.path, calibration);
    return calibration;
  }

  #isOfThis({ identity }: Calibration): boolean {
    return whatChanged(identity, this.#identity).length === 0;
  }
}

/** Every machine that was calibrated for a data folder. */
export function calibrationsIn(folder: string): readonly Calibration[] {
  const machines = join(folder, 'machines');
  return namesIn(machines)
    .filter((name) => name.endsWith('.json'))
    .flatMap((name) => calibrationAt(join(machines, name)) ?? []);
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function calibrationAt(path: string): Calibration | undefined {
  try {
    const read = calibrationSchema.safeParse(readJson(path));
    return read.success ? read.data : undefined;
  } catch {
    // Torn by a power cut, a folder, or not ours to read: every estimate asks for it, and goes on
    // without. The machine is calibrated anew, and if that cannot be kept, it is said.
    return undefined;
  }
}

/** Undefined where there is none, or it may not be looked at. */
function statOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}
