/** What a training has on an instance: `InstanceType` of the catalog is one. */
export interface Capacity {
  readonly name: string;
  readonly gpuName: string;
  readonly gpuMemoryMiB: number;
  readonly hostMemoryGiB: number;
  readonly diskGiB: number;
}
