import type { Settings } from '../../ports/host.ts';
import type { Purchase } from '../../training/schedule/decision.ts';
import type { ForecastUses } from './forecast/forecast-job.ts';

/** Whether a job's first attempts run on spot capacity. @param purchase absent: as the account */
export function usesSpot(
  { useSpot }: Pick<Settings, 'useSpot'>,
  purchase: Purchase | undefined,
): boolean {
  return useSpot && purchase !== 'on-demand';
}

/** What a forecast uses, of a job that is bought so. */
export function boughtAs(deps: ForecastUses, purchase: Purchase | undefined): ForecastUses {
  const settings = { ...deps.settings, useSpot: usesSpot(deps.settings, purchase) };
  const load = deps.load && { load: () => deps.load!() };
  return { table: deps.table, sha256: deps.sha256, settings, ...load };
}

/** The ways in which a training can be bought here, the cheapest first; one: there is no choice. */
export function waysToBuy({ host, useSpot }: Settings): readonly Purchase[] {
  if (host === 'laptop') return [];
  return useSpot ? ['spot', 'on-demand'] : ['on-demand'];
}
