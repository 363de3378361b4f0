import { readFileSync } from 'node:fs';
import { arch, cpus, platform, release, totalmem } from 'node:os';
import { join } from 'node:path';
import type { Device } from '../../../../core/estimate/device/device.ts';
import { root } from '../paths.ts';
import { schedulingOf } from './machine.ts';
import type { Records, SweepHead } from './records.ts';
import type { NamedSpecification } from '../specification.ts';

/** What the records are of, written before the first training. */
export function headOf(specification: NamedSpecification, device: Device): SweepHead {
  return {
    kind: 'sweep',
    specification: specification.sha256,
    startedAt: new Date().toISOString(),
    machine: machineName(),
    versions: {
      ...pinnedVersions(),
      node: process.versions.node,
      system: `${platform()} ${release()}`,
    },
    scheduling: schedulingOf(),
    device,
  };
}

function machineName(): string {
  const [first] = cpus();
  const gib = Math.round(totalmem() / 2 ** 30);
  return `${cpus().length} cores, ${first?.model.trim() || arch()}, ${gib} GiB`;
}

/** Of what the trainer computes with: `requirements.txt` pins what `.venv` holds. */
function pinnedVersions(): Readonly<Record<string, string>> {
  const text = readFileSync(join(root, 'container/requirements.txt'), 'utf8');
  const pins = [...text.matchAll(/^(torch|transformers)==([^\s;]+)/gm)];
  return Object.fromEntries(pins.map(([, name, version]) => [name as string, version as string]));
}

/**
 * Records of different specifications, machines or versions say nothing together.
 * @throws Error that says what differs, and what to do
 */
export function assertSame({ head }: Records, now: SweepHead, path: string): void {
  const differs = (name: string, was: unknown, is: unknown) =>
    JSON.stringify(was) === JSON.stringify(is) ? [] : [`${name} ${show(was)}, now ${show(is)}`];
  const found = [
    ...differs('specification', head.specification, now.specification),
    ...differs('machine', head.machine, now.machine),
    ...differs('versions', head.versions, now.versions),
    ...differs('scheduling', head.scheduling, now.scheduling),
  ];
  if (found.length === 0) return;
  throw new Error(
    `${path} cannot be gone on with: ${found.join('; ')}. Move it away to measure anew, or evaluate it with --evaluate-only`,
  );
}

const show = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));
