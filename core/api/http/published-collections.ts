/**
 * First path segments of Clarifai's published interface, below the user and the app. What deeptune
 * does not serve among them is answered as not implemented, so that a client can tell it from a
 * slip in a path.
 */
const collections = new Set(
  `annotation_filters annotation_tracks annotations app apps artifact_versions artifacts audit_log bulk_operations cloud_providers collaborations
  collaborators collectors compute_clusters compute_plane_metrics concepts datasets deployments duplications evaluations inputs
  installed_module_versions keys label_orders log_entries metrics models modules my_scopes myscopes myscopesroot nodepools open_source_licenses
  partial pipeline_step_versions pipeline_steps pipelines resource_counts runners scopes searches secrets stats status_codes task tasks uploads
  validate_password workflow-version-evaluation-templates workflow-version-evaluations workflows`.split(
    /\s+/,
  ),
);

/** True for a path that Clarifai's interface has, or that lies below one. */
export function isPublished(path: string): boolean {
  const [, root, ...rest] = path.split('/');
  if (root !== 'v2') return false;
  const below = rest[0] === 'users' ? rest.slice(rest[2] === 'apps' ? 4 : 2) : rest;
  return below[0] === undefined || below[0] === '' || collections.has(below[0]);
}

const published = new Set(
  'data_sources ids knowledge_graphs relations searches uploads'.split(' '),
);

/**
 * True for a path whose last part is a published name that stands where a served path has an id:
 * `/inputs/searches`.
 */
export function isPublishedName(path: string): boolean {
  return published.has(path.split('/').findLast((part) => part !== '') ?? '');
}

/**
 * What is published with other methods on a path that is served: saved searches where searches are
 * made, uploads where they are begun.
 */
const otherMethods: readonly (readonly [methods: readonly string[], path: RegExp])[] = [
  [['GET', 'PATCH'], /^\/v2\/(users\/[^/]+\/apps\/[^/]+\/)?((inputs|annotations)\/)?searches\/?$/],
  [['GET', 'DELETE'], /^\/v2\/(users\/[^/]+\/apps\/[^/]+\/)?uploads\/?$/],
];

/** True for a published method that a served path does not have. */
export function isPublishedMethod(method: string, path: string): boolean {
  return otherMethods.some(([methods, where]) => methods.includes(method) && where.test(path));
}

/** Published paths that have a name where a served one has an id: there the name is meant. */
const reserved: readonly (readonly [method: string, path: RegExp])[] = [
  ['GET', /^\/v2\/(users\/[^/]+\/apps\/[^/]+\/)?concepts\/(relations|knowledge_graphs)\/?$/],
  ['PATCH', /^\/v2\/users\/[^/]+\/apps\/ids\/?$/],
];

/** True for what is published and not served, although a served path would take it. */
export function isReserved(method: string, path: string): boolean {
  return reserved.some(([of, where]) => of === method && where.test(path));
}
