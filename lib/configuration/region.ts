/** Partitions of AWS in which nothing here works, by what their Regions begin with. */
const otherPartitions: readonly (readonly [RegExp, string])[] = [
  [/^cn-/, 'aws-cn (China)'],
  [/^us-gov-/, 'aws-us-gov (GovCloud)'],
  [/^[a-z]{2}-iso[a-z]?-/, 'an isolated partition (aws-iso…)'],
  [/^eusc-/, 'aws-eusc (European Sovereign Cloud)'],
];

/**
 * Why nothing can be deployed to a Region; undefined where it may be tried. The state machine names
 * a service integration by its ARN in the partition `aws`, and AWS's own images are pulled from
 * registries there.
 */
export function regionProblem(region: string): string | undefined {
  const [, partition] = otherPartitions.find(([pattern]) => pattern.test(region)) ?? [];
  if (partition !== undefined)
    return `${region} lies in ${partition}; deeptune runs in the partition aws only, for example in "eu-west-1"`;
  if (/^[a-z]{2}(-[a-z]+)+-\d$/.test(region)) return undefined;
  return `"${region}" is not a Region; give one such as "eu-west-1"`;
}

/**
 * @param region undefined where nobody has named one yet @throws Error for a Region that nothing
 * can be deployed to
 */
export function assertRegion(region: string | undefined): void {
  const problem = region === undefined ? undefined : regionProblem(region);
  if (problem !== undefined) throw new Error(problem);
}
