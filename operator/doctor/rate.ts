import { findInstanceType } from '../../core/catalog/instance-types.ts';
import { formatDollars } from '../../core/money.ts';
import { rateOf } from '../../core/job/request/instance.ts';
import { allowedInstanceTypesOf } from '../../lib/configuration/configuration.ts';
import type { Check } from './check.ts';
import { ok, todo } from './check.ts';

/** Whether an hour is charged with at least what AWS's list says of it; on spot AWS takes less. */
export const rate: Check = {
  names: ['rate'],
  permission: 'none: it is in deeptune.config.json',
  look: ({ configuration }) => {
    const { rateMicrosPerHour: microsPerHour, instanceType, ratesMicrosPerHour } = configuration;
    const settings = { microsPerHour, instanceType, ratesMicrosPerHour };
    const below = allowedInstanceTypesOf(configuration).flatMap((name) => {
      const charged = rateOf(name, settings).microsPerHour;
      const list = findInstanceType(name)?.listPriceMicrosPerHour ?? 0;
      return charged < list
        ? [
            `${name} is charged ${formatDollars(charged)} an hour, AWS's list says ${formatDollars(list)} (us-east-1)`,
          ]
        : [];
    });
    const verdict =
      below.length === 0
        ? ok(
            `${formatDollars(microsPerHour)} an hour on ${instanceType}, not below AWS's list price`,
          )
        : todo(
            below.join('; '),
            'Raise "rateMicrosPerHour" or "ratesMicrosPerHour" in deeptune.config.json, or leave it where it is meant so',
          );
    return Promise.resolve([verdict]);
  },
};
