import type { MachineIdentity } from '../machine/machine-identity.ts';
import type { LocalSettings } from '../settings.ts';
import type { Settings } from '../../core/ports/host.ts';
import type { ErrorMessage } from './process-errors.ts';

/** What the process for heavy requests is started with. */
export interface HeavyProcessData {
  readonly local: LocalSettings;
  /** The settings on the device that was found. */
  readonly settings: Settings;
  readonly machine: MachineIdentity;
  readonly baseUrl: string;
  readonly databasePath: string;
  readonly signingKey: string;
}

/** A request as it goes to the process; its body is asked for piece by piece. */
export interface HeavyRequest {
  readonly id: number;
  readonly method: string;
  readonly url: string;
  readonly headers: readonly [string, string][];
  readonly hasBody: boolean;
}

/** The next piece of a request's body; without one it ends there. */
export interface BodyPiece {
  readonly body: number;
  readonly piece?: Uint8Array | undefined;
  /** Why nothing more comes, where that is not its end. */
  readonly broken?: string | undefined;
}

/** Its answer. */
export interface HeavyAnswer {
  readonly id: number;
  readonly status: number;
  readonly headers: readonly [string, string][];
  readonly body: Uint8Array<ArrayBuffer>;
}

/** The ports that run something: they live in the serving process, and are asked there. */
export const remotePorts = [
  'jobs',
  'workflow',
  'schedules',
  'events',
  'predictor',
  'notifier',
] as const;
export type RemotePort = (typeof remotePorts)[number];

/** A call of a port that serves there. Writes of the table too: they are made safe together. */
export interface PortCall {
  readonly call: number;
  readonly port: RemotePort | 'table';
  readonly method: string;
  readonly args: readonly unknown[];
}

export type PortResult = { readonly call: number } & (
  { readonly result: unknown } | { readonly error: ErrorMessage }
);

/** What the process says. `pull`: the next piece of that request's body. */
export type FromProcess =
  HeavyAnswer | PortCall | { readonly pull: number } | { readonly log: string };

/** What it is told. */
export type ToProcess =
  { readonly start: HeavyProcessData } | HeavyRequest | BodyPiece | PortResult | 'close';
