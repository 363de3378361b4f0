import type { VariableName } from '../../lambda/environment.ts';
import { allowedInstanceTypesOf } from './configuration.ts';
import type { Configuration } from './configuration.ts';
import { namesOf } from './names.ts';

/**
 * A part of a function's environment: what a `grantX` returns after it has given the permission.
 */
export type Variables<V extends VariableName> = Readonly<Record<V, string>>;

/** The account's decisions. */
export type SettingVariables = Variables<
  | 'RATE_MICROS_PER_HOUR'
  | 'RATES_MICROS_PER_HOUR'
  | 'BUDGET_MICROS_PER_MONTH'
  | 'MAX_CONCURRENT_TRAININGS'
  | 'INSTANCE_TYPE'
  | 'ALLOWED_INSTANCE_TYPES'
  | 'MAX_RUNTIME_SECONDS'
  | 'USE_SPOT'
  | 'NAME_PREFIX'
>;

/**
 * Where the API may fetch inputs from; a variable cannot be empty, so `none` stands for no host.
 */
export function fetchingVariables({
  fetchHosts,
}: Pick<Configuration, 'fetchHosts'>): Variables<'FETCH_HOSTS'> {
  return { FETCH_HOSTS: fetchHosts.join(',') || 'none' };
}

export function limitVariables({
  requestsPerSecond,
}: Pick<Configuration, 'requestsPerSecond'>): Variables<'REQUESTS_PER_SECOND'> {
  return { REQUESTS_PER_SECOND: String(requestsPerSecond) };
}

export function settingVariables(configuration: Configuration): SettingVariables {
  return {
    RATE_MICROS_PER_HOUR: String(configuration.rateMicrosPerHour),
    RATES_MICROS_PER_HOUR: JSON.stringify(configuration.ratesMicrosPerHour),
    BUDGET_MICROS_PER_MONTH: String(configuration.budgetMicrosPerMonth),
    MAX_CONCURRENT_TRAININGS: String(configuration.maxConcurrentTrainings),
    INSTANCE_TYPE: configuration.instanceType,
    ALLOWED_INSTANCE_TYPES: allowedInstanceTypesOf(configuration).join(','),
    MAX_RUNTIME_SECONDS: String(configuration.maxRuntimeSeconds),
    USE_SPOT: String(configuration.useSpot),
    NAME_PREFIX: namesOf(configuration).prefix,
  };
}
