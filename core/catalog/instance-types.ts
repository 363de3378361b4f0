/**
 * The one table of SageMaker's instance types for training. What may be configured, the memory
 * checks, the estimate, the rate and the job read it.
 *
 * Sizes: AWS's pages of the EC2 families G5, G6 and G6e. GPU memory: what `nvidia-smi` shows.
 * Bandwidth: NVIDIA's data sheets. Prices: SageMaker training on demand, us-east-1, as public
 * copies of AWS's Price List API had them in 2026; they were not read in an account. They serve as
 * ratios between instance types, and the doctor compares them with the rate. Nobody is charged by
 * them.
 */
export interface InstanceType {
  readonly name: string;
  readonly gpuName: GpuName;
  readonly gpuCount: number;
  /** Of one GPU. */
  readonly gpuMemoryMiB: number;
  readonly hostMemoryGiB: number;
  readonly vcpus: number;
  /** NVMe of the instance itself: SageMaker takes neither a volume size nor a volume key for it. */
  readonly diskGiB: number;
  readonly listPriceMicrosPerHour: number;
}

export type GpuName = 'A10G' | 'L4' | 'L40S';

const gpus: Readonly<Record<GpuName, { memoryMiB: number; bandwidthGBPerSecond: number }>> = {
  A10G: { memoryMiB: 23_028, bandwidthGBPerSecond: 600 },
  L4: { memoryMiB: 23_034, bandwidthGBPerSecond: 300 },
  L40S: { memoryMiB: 46_068, bandwidthGBPerSecond: 864 },
};

/** The GPU that the estimate's priors are of. */
export const referenceGpu: GpuName = 'A10G';

/**
 * How fast a GPU trains, compared with an A10G: the ratio of memory bandwidths. Of tensor
 * throughput the ratio is larger for each of them (L4: 121 to 70 TFLOP/s, L40S: 362 to 70), so that
 * an estimate is rather too long until finished jobs on that instance type have calibrated it.
 */
export function speedOf(gpu: GpuName): number {
  return gpus[gpu].bandwidthGBPerSecond / gpus[referenceGpu].bandwidthGBPerSecond;
}

type Row = readonly [
  size: string,
  gpuCount: number,
  hostMemoryGiB: number,
  vcpus: number,
  diskGB: number,
  dollarsPerHour: number,
];

const family = (name: string, gpuName: GpuName, rows: readonly Row[]): InstanceType[] =>
  rows.map(([size, gpuCount, hostMemoryGiB, vcpus, diskGB, dollarsPerHour]) => ({
    name: `ml.${name}.${size}`,
    gpuName,
    gpuCount,
    gpuMemoryMiB: gpus[gpuName].memoryMiB,
    hostMemoryGiB,
    vcpus,
    diskGiB: Math.floor((diskGB * 1e9) / 2 ** 30),
    listPriceMicrosPerHour: Math.round(dollarsPerHour * 1e6),
  }));

/** Those with several GPUs are listed so that a refusal can say why. */
export const instanceTypes: readonly InstanceType[] = [
  ...family('g5', 'A10G', [
    ['xlarge', 1, 16, 4, 250, 1.408],
    ['2xlarge', 1, 32, 8, 450, 1.515],
    ['4xlarge', 1, 64, 16, 600, 2.03],
    ['8xlarge', 1, 128, 32, 900, 3.06],
    ['16xlarge', 1, 256, 64, 1900, 5.12],
    ['12xlarge', 4, 192, 48, 3800, 7.09],
    ['24xlarge', 4, 384, 96, 3800, 10.18],
    ['48xlarge', 8, 768, 192, 7600, 20.36],
  ]),
  ...family('g6', 'L4', [
    ['xlarge', 1, 16, 4, 250, 1.127],
    ['2xlarge', 1, 32, 8, 450, 1.222],
    ['4xlarge', 1, 64, 16, 600, 1.654],
    ['8xlarge', 1, 128, 32, 900, 2.518],
    ['12xlarge', 4, 192, 48, 3760, 5.752],
    ['24xlarge', 4, 384, 96, 3760, 8.344],
    ['48xlarge', 8, 768, 192, 7520, 16.688],
  ]),
  ...family('g6e', 'L40S', [
    ['xlarge', 1, 32, 4, 250, 2.61],
    ['2xlarge', 1, 64, 8, 450, 2.8],
    ['4xlarge', 1, 128, 16, 600, 3.76],
    ['8xlarge', 1, 256, 32, 900, 5.66],
    ['12xlarge', 4, 384, 48, 3800, 13.12],
    ['24xlarge', 4, 768, 96, 3800, 18.83],
    ['48xlarge', 8, 1536, 192, 7600, 37.66],
  ]),
];

/** Undefined for one that is not in the table, such as the laptop's own. */
export function findInstanceType(name: string): InstanceType | undefined {
  return instanceTypes.find((type) => type.name === name);
}

/** Those that a training uses whole: the trainer drives one GPU. Cheapest first. */
export const offeredInstanceTypes: readonly InstanceType[] = instanceTypes
  .filter(({ gpuCount }) => gpuCount === 1)
  .toSorted((a, b) => a.listPriceMicrosPerHour - b.listPriceMicrosPerHour);

/** Why this instance type is not offered, and which to take instead; undefined for one that is. */
export function whyNotOffered(name: string): string | undefined {
  const type = findInstanceType(name);
  if (!type) {
    const offered = offeredInstanceTypes.map((each) => each.name).join(', ');
    return `"${name}" is not a known instance type for training; choose one of ${offered}`;
  }
  if (type.gpuCount === 1) return undefined;
  const instead = insteadOf(type);
  return (
    `"${name}" has ${type.gpuCount} GPUs and a training uses one: the others would be paid for and stand idle; ` +
    `take "${instead.name}" (one ${instead.gpuName}, ${instead.hostMemoryGiB} GiB of memory)`
  );
}

/** With the same GPU: the cheapest with as much host memory, else the one with the most. */
function insteadOf({ gpuName, hostMemoryGiB }: InstanceType): InstanceType {
  const sameGpu = offeredInstanceTypes.filter((each) => each.gpuName === gpuName);
  const enough = sameGpu.find((each) => each.hostMemoryGiB >= hostMemoryGiB);
  return enough ?? sameGpu.reduce((a, b) => (b.hostMemoryGiB > a.hostMemoryGiB ? b : a));
}
