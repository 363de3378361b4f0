import type { Query, QueryClient } from '@tanstack/preact-query';

/** What a running training writes. */
const progressOperations = new Set(['ListTrainingProgress', 'ListActivity', 'ListLogEntries']);

/** Operations whose answers change without anybody having done something here. */
const liveOperations = new Set([
  ...progressOperations,
  ...['ListModels', 'ListModelSummaries', 'GetModel', 'ListModelVersions', 'GetModelVersion'],
  ...['ListDatasetVersions', 'GetDatasetVersion', 'GetDatasetVersionDataReport'],
  ...['ListModelVersionEvaluations', 'GetModelVersionEvaluation', 'GetModelVersionMetrics'],
  ...['ListEvaluations', 'GetEvaluation'],
  ...['ListModelVersionPredictions', 'GetModelVersionPrediction', 'GetModelVersionExport'],
  ...['ListUsageRecords', 'GetAmount', 'ListSchedules', 'ListBulkOperations', 'GetBulkOperation'],
  ...['ListPromotions', 'GetModelVersionGate', 'GetModelVersionLineage', 'GetModelVersionDial'],
  ...['ListNotifications', 'ListNotificationDeliveries'],
]);

/** What an event makes stale. */
export interface Staleness {
  /** Only what a running training writes. */
  readonly isProgress: boolean;
  /** Absent: in every app. */
  readonly appId?: string | undefined;
}

/**
 * Reads anew what is shown and may have changed; what is not shown is read when it is next.
 * Questions under way are let be.
 */
export function refresh(queries: QueryClient, { isProgress, appId }: Staleness): Promise<void> {
  const operations = isProgress ? progressOperations : liveOperations;
  const predicate = ({ queryKey: [operation, app] }: Query) =>
    operations.has(String(operation)) && (!appId || !app || app === appId);
  const refetchType = document.hidden ? 'none' : 'active';
  return queries.invalidateQueries({ predicate, refetchType }, { cancelRefetch: false });
}

/** The answers that are shown now and may change, to see whether they have. */
export function liveAnswers(queries: QueryClient): readonly unknown[] {
  return queries
    .getQueryCache()
    .findAll({ type: 'active' })
    .filter(({ queryKey: [operation] }) => liveOperations.has(String(operation)))
    .map(({ state }) => state.data);
}
