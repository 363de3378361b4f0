/** What hosts say of their machine, and what is known of GPUs by their data sheets. */
export type { Device, TimedNetwork } from '../../ports/device.ts';
