import type { Geo } from './input.ts';

/** A part of the Earth. */
export type Area =
  | {
      readonly kind: 'circle';
      readonly centre: Geo;
      /** The angle between the centre and the edge, as seen from the middle of the Earth. */
      readonly radians: number;
    }
  /** Between two opposite corners. */
  | { readonly kind: 'box'; readonly corners: readonly [Geo, Geo] };

const earthKilometres = 6_371.0088;
const radiansOfDegree = Math.PI / 180;

/** How many radians one unit of each published way to limit a distance is. */
export const radiansOfLimit = {
  withinKilometers: 1 / earthKilometres,
  withinMiles: 1.609344 / earthKilometres,
  withinDegrees: radiansOfDegree,
  withinRadians: 1,
} as const;

/** True where a place lies in an area; its edge belongs to it. */
export function liesIn({ latitude, longitude }: Geo, area: Area): boolean {
  if (area.kind === 'circle') return angle({ latitude, longitude }, area.centre) <= area.radians;
  const [one, other] = area.corners;
  return (
    isBetween(latitude, one.latitude, other.latitude) &&
    isBetween(longitude, one.longitude, other.longitude)
  );
}

function isBetween(value: number, one: number, other: number): boolean {
  return value >= Math.min(one, other) && value <= Math.max(one, other);
}

/**
 * Of the great circle between two places, by the haversine formula, which is exact for small
 * distances too.
 */
function angle(a: Geo, b: Geo): number {
  const [latitudeA, latitudeB] = [a.latitude * radiansOfDegree, b.latitude * radiansOfDegree];
  const longitudes = (b.longitude - a.longitude) * radiansOfDegree;
  const half =
    Math.sin((latitudeB - latitudeA) / 2) ** 2 +
    Math.cos(latitudeA) * Math.cos(latitudeB) * Math.sin(longitudes / 2) ** 2;
  return 2 * Math.asin(Math.min(1, Math.sqrt(half)));
}
