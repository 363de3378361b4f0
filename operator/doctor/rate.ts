import { findInstanceType } from '../../core/catalog/instance-types.ts';
import { formatDollars } from '../../core/money.ts';
import { hourlyRateOf } from '../../core/billing/rating/rate-of.ts';
import { allowedInstanceTypesOf } from '../../lib/configuration/configuration.ts';
import type { Check } from './check.ts';
import { ok, todo } from './check.ts';

/** Whether an hour is charged with at least what AWS's list says of it; on spot AWS takes less. */
export const rate: Check = {
  names: ['rate'],
  permission: 'none: it is in deeptune.config.json',
  look: ({ configuration }) => {
    const { rateMicrosPerHour: microsPerHour, instanceType, ratesMicrosPerHour } = configuration;
    const rates = { microsPerHour, ratesMicrosPerHour };
    const below = allowedInstanceTypesOf(configuration).flatMap((name) => {
      const charged = hourlyRateOf(name, rates, instanceType).microsPerHour;
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
