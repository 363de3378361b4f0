import { resolve } from 'node:path';
import type { Settings } from '../core/ports/host.ts';
import { defaultMicrosPerHour } from '../core/estimate/price.ts';
import { maxJobRuntimeSeconds } from '../core/ports/jobs.ts';
import { parseHostPatterns } from '../net/host-pattern.ts';
import type { HostPattern } from '../net/host-pattern.ts';
import type { DeviceName } from './python/device.ts';
import { deviceNames } from './python/device.ts';

/** Everything the laptop host is told from outside, and where it keeps things. */
export interface LocalSettings {
  /** Data folder: database, objects, training jobs, keys. */
  readonly folder: string;
  readonly port: number;
  /** Where gRPC is served; undefined: REST only. */
  readonly grpc?: GrpcSettings | undefined;
  readonly userId: string;
  /** Requests per second of one user; 0: not limited. */
  readonly requestsPerSecond: number;
  /** What trainings run on; undefined: the best there is. */
  readonly device?: DeviceName | undefined;
  /** Hosts that inputs may be fetched from by URL. */
  readonly fetchHosts: readonly HostPattern[];
  /** True: webhooks may go to private networks. */
  readonly webhooksToPrivate: boolean;
  /** Whether this machine is calibrated in the background, where it is not. */
  readonly calibrates: boolean;
  /** How long a trainer may show no sign of life before it is ended; 0: for ever. */
  readonly maxSilentSeconds: number;
  readonly settings: Settings;
}

export interface GrpcSettings {
  /** 0: any free one. */
  readonly port: number;
  /** PEM files; absent: without TLS. */
  readonly tls?: { readonly certificate: string; readonly key: string };
}

const namesAndDefaults = {
  DEEPTUNE_FOLDER: '.deeptune',
  DEEPTUNE_PORT: '8420',
  DEEPTUNE_GRPC_PORT: '8421',
  DEEPTUNE_GRPC_CERTIFICATE: '',
  DEEPTUNE_GRPC_KEY: '',
  DEEPTUNE_USER: 'local',
  DEEPTUNE_REQUESTS_PER_SECOND: '0',
  DEEPTUNE_FETCH_HOSTS: '',
  DEEPTUNE_WEBHOOK_PRIVATE: '0',
  DEEPTUNE_RATE_MICROS_PER_HOUR: String(defaultMicrosPerHour),
  DEEPTUNE_BUDGET_MICROS_PER_MONTH: '',
  DEEPTUNE_MAX_CONCURRENT_TRAININGS: '1',
  DEEPTUNE_MAX_SILENT_SECONDS: '7200',
  DEEPTUNE_STAND_INS: '0',
  DEEPTUNE_DEVICE: '',
  DEEPTUNE_CALIBRATE: '1',
} as const;

/**
 * Reads the `DEEPTUNE_…` variables.
 * @throws Error that names the variable, what it is and what it should be
 */
export function readSettings(
  environment: Readonly<Record<string, string | undefined>>,
): LocalSettings {
  const text = (name: keyof typeof namesAndDefaults) => environment[name] ?? namesAndDefaults[name];
  const whole = (name: keyof typeof namesAndDefaults) => {
    const value = text(name) === '' ? NaN : Number(text(name));
    if (Number.isSafeInteger(value) && value >= 0) return value;
    throw new Error(`${name} is '${text(name)}' but must be a whole number, 0 or more`);
  };
  const flag = (name: keyof typeof namesAndDefaults) => {
    if (['0', '1'].includes(text(name))) return text(name) === '1';
    throw new Error(`${name} is '${text(name)}' but must be 1 (yes) or 0 (no)`);
  };
  return {
    folder: resolve(text('DEEPTUNE_FOLDER')),
    port: whole('DEEPTUNE_PORT'),
    grpc: {
      port: whole('DEEPTUNE_GRPC_PORT'),
      ...tlsOf(text('DEEPTUNE_GRPC_CERTIFICATE'), text('DEEPTUNE_GRPC_KEY')),
    },
    userId: text('DEEPTUNE_USER'),
    requestsPerSecond: whole('DEEPTUNE_REQUESTS_PER_SECOND'),
    device: deviceOf(text('DEEPTUNE_DEVICE')),
    fetchHosts: fetchHostsOf(text('DEEPTUNE_FETCH_HOSTS')),
    webhooksToPrivate: flag('DEEPTUNE_WEBHOOK_PRIVATE'),
    calibrates: flag('DEEPTUNE_CALIBRATE'),
    maxSilentSeconds: whole('DEEPTUNE_MAX_SILENT_SECONDS'),
    settings: {
      microsPerHour: whole('DEEPTUNE_RATE_MICROS_PER_HOUR'),
      // On a machine of one's own nothing is paid: nothing is limited unless somebody says so.
      ...(text('DEEPTUNE_BUDGET_MICROS_PER_MONTH') === ''
        ? {}
        : { budgetMicrosPerMonth: whole('DEEPTUNE_BUDGET_MICROS_PER_MONTH') }),
      maxConcurrentTrainings: whole('DEEPTUNE_MAX_CONCURRENT_TRAININGS'),
      host: 'laptop',
      accelerator: 'cpu',
      usesStandIns: flag('DEEPTUNE_STAND_INS'),
      instanceType: 'local.cpu',
      maxRuntimeSeconds: maxJobRuntimeSeconds,
      useSpot: false,
    },
  };
}

function deviceOf(text: string): DeviceName | undefined {
  if (text === '') return undefined;
  const found = deviceNames.find((name) => name === text);
  if (found) return found;
  throw new Error(`DEEPTUNE_DEVICE is '${text}' but must be one of ${deviceNames.join(', ')}`);
}

function fetchHostsOf(text: string): HostPattern[] {
  try {
    return parseHostPatterns(text);
  } catch (cause) {
    throw new Error(`DEEPTUNE_FETCH_HOSTS: ${(cause as Error).message}`, { cause });
  }
}

function tlsOf(certificate: string, key: string): Pick<GrpcSettings, 'tls'> {
  if (certificate === '' && key === '') return {};
  if (certificate !== '' && key !== '')
    return { tls: { certificate: resolve(certificate), key: resolve(key) } };
  throw new Error(
    `DEEPTUNE_GRPC_CERTIFICATE is '${certificate}' and DEEPTUNE_GRPC_KEY is '${key}' but TLS needs both`,
  );
}
