/**
 * Clarifai's published scopes that a key may have, each with those that it is useless without:
 * `Inputs_Add:Inputs_Get`.
 */
const published = `
  All Predict Inputs_Add:Inputs_Get Inputs_Get Inputs_Delete:Inputs_Add,Inputs_Get Concepts_Add:Concepts_Get Concepts_Get Models_Add:Models_Get
  Models_Get Models_Delete:Models_Add,Models_Get Models_Train:Models_Get ModelExports_Get ModelExports_Add:ModelExports_Get Models_Pull:Models_Get
  Workflows_Add:Workflows_Get Workflows_Get Workflows_Delete:Workflows_Add,Workflows_Get WorkflowMetrics_Get WorkflowMetrics_Add:WorkflowMetrics_Get
  WorkflowMetrics_Delete:WorkflowMetrics_Add,WorkflowMetrics_Get Annotations_Add:Annotations_Get Annotations_Get
  Annotations_Delete:Annotations_Add,Annotations_Get Collectors_Add:Collectors_Get Collectors_Get Collectors_Delete:Collectors_Add,Collectors_Get
  Apps_Add:Apps_Get Apps_Get Apps_Delete:Apps_Add,Apps_Get Keys_Add:Keys_Get Keys_Get Keys_Delete:Keys_Add,Keys_Get
  Collaborators_Add:Collaborators_Get Collaborators_Get Collaborators_Delete:Collaborators_Add,Collaborators_Get Metrics_Add:Metrics_Get Metrics_Get
  Metrics_Delete:Metrics_Add,Metrics_Get Tasks_Add:Tasks_Get Tasks_Get Tasks_Delete:Tasks_Add,Tasks_Get PasswordPolicies_Add:PasswordPolicies_Get
  PasswordPolicies_Get PasswordPolicies_Delete:PasswordPolicies_Add,PasswordPolicies_Get LabelOrders_Get LabelOrders_Add:LabelOrders_Get
  LabelOrders_Delete:LabelOrders_Add,LabelOrders_Get FindDuplicateAnnotationsJobs_Add:FindDuplicateAnnotationsJobs_Get
  FindDuplicateAnnotationsJobs_Get FindDuplicateAnnotationsJobs_Delete:FindDuplicateAnnotationsJobs_Add,FindDuplicateAnnotationsJobs_Get Datasets_Get
  Datasets_Add:Datasets_Get Datasets_Delete:Datasets_Get,Datasets_Add Modules_Add:Modules_Get Modules_Get Modules_Delete:Modules_Add,Modules_Get
  InstalledModuleVersions_Add:InstalledModuleVersions_Get,Modules_Get InstalledModuleVersions_Get:Modules_Get
  InstalledModuleVersions_Delete:InstalledModuleVersions_Add,InstalledModuleVersions_Get,Modules_Get Search SavedSearch_Get
  SavedSearch_Add:SavedSearch_Get SavedSearch_Delete:SavedSearch_Get,SavedSearch_Add ModelVersionPublications_Add ModelVersionPublications_Delete
  WorkflowPublications_Add WorkflowPublications_Delete BulkOperation_Add:BulkOperation_Get BulkOperation_Get
  BulkOperation_Delete:BulkOperation_Add,BulkOperation_Get Uploads_Get Uploads_Add:Uploads_Get Uploads_Delete:Uploads_Get,Uploads_Add Runners_Get
  Runners_Add:Runners_Get Runners_Delete:Runners_Get,Runners_Add RunnerItems_Get RunnerItems_Add:RunnerItems_Get Nodepools_Get
  Nodepools_Add:Nodepools_Get Nodepools_Delete:Nodepools_Get,Nodepools_Add ComputeClusters_Get ComputeClusters_Add:ComputeClusters_Get
  ComputeClusters_Delete:ComputeClusters_Get,ComputeClusters_Add Deployments_Get Deployments_Add:Deployments_Get
  Deployments_Delete:Deployments_Get,Deployments_Add InstanceTypes_Get AuditLogs_Get LogEntries_Get WorkflowVersionEvaluations_Get
  WorkflowVersionEvaluations_Add:WorkflowVersionEvaluations_Get Pipelines_Get Pipelines_Add:Pipelines_Get Pipelines_Delete:Pipelines_Get,Pipelines_Add
  PipelineSteps_Get PipelineSteps_Add:PipelineSteps_Get PipelineSteps_Pull:PipelineSteps_Get Secrets_Get Secrets_Add:Secrets_Get
  Secrets_Delete:Secrets_Get,Secrets_Add UserMetrics_Get AnnotationTracks_Get AnnotationTracks_Add AnnotationTracks_Delete
  PipelineSteps_Delete:PipelineSteps_Get,PipelineSteps_Add Artifacts_Get Artifacts_Add:Artifacts_Get Artifacts_Delete:Artifacts_Get,Artifacts_Add
`;

/** Scope -> the scopes that it depends on. `All` stands for every scope. */
export const scopeDependencies: ReadonlyMap<string, readonly string[]> = new Map(
  published
    .trim()
    .split(/\s+/)
    .map((entry) => {
      const [name = '', dependencies] = entry.split(':');
      return [name, dependencies?.split(',') ?? []];
    }),
);
