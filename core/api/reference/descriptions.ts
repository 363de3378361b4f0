/** Operation -> what it does, for `/docs`. What surprises stands in docs/api.md. */
export const descriptions: Readonly<Record<string, string>> = {
  CancelBulkOperations:
    'Nothing is left to cancel: a bulk operation is carried out within its request.',
  CancelInputsAddJob: 'Nothing is left to cancel: inputs are added within their request.',
  DeleteAnnotation: 'Deletes one annotation of an input.',
  DeleteAnnotations: 'Deletes annotations by their ids, or all of some inputs.',
  DeleteApp:
    'Deletes an app with everything in it. It is gone at once; jobs are stopped, and the rest follows.',
  DeleteBudget:
    "Takes a budget away; a tenant's own goes back to what is configured. What it had stopped goes on where the other budgets allow.",
  DeleteBulkOperations: 'Deletes the records of bulk operations, not what they did.',
  DeleteDatasetInputs: 'Takes inputs out of a dataset; the inputs stay.',
  DeleteDatasetVersions: 'Deletes dataset versions that no model version was trained on.',
  DeleteDatasets:
    'Deletes datasets; their inputs stay, and so do versions that a model was trained on.',
  DeleteEvaluation: 'Stops an evaluation whose job is open; deletes one that has ended.',
  DeleteInput:
    'Deletes an input. Dataset versions that hold it keep it; a purge erases it there too.',
  DeleteInputs: 'Deletes inputs by their ids, or all of an app, as many as one request may.',
  DeleteKey: 'Revokes a key.',
  DeleteModel: 'Deletes a model with its versions; what was consumed stays in the bill.',
  DeleteModelVersion:
    'Stops a training that is open, keeping its newest checkpoint; deletes a version that has ended.',
  DeleteModelVersionPrediction:
    'Stops a batch prediction whose job is open; deletes one that has ended.',
  DeleteModels: 'Deletes models by their ids, or all of an app.',
  DeleteNotification: 'Ends a notification.',
  DeleteRateCard:
    'Withdraws the rate card of a tenant, or the account’s: the next level’s is in force. For operators.',
  DeleteSchedule: 'Ends a schedule of retrainings.',
  FireSchedule: 'Has a schedule decide now, as if its time had come.',
  GetAmount:
    'What a month costs so far: amounts of what has ended, what is held for what runs, and the budget. Micro-dollars.',
  GetAnnotation: 'One annotation of an input.',
  GetApp: 'One app.',
  GetBillingAccess: "Whether this key is an operator's, which may bill.",
  GetBulkOperation: 'One bulk operation, as it was asked for and carried out.',
  GetConcept: 'One concept.',
  GetConceptCounts: 'How many inputs say of each concept that it is there, and that it is not.',
  GetDataset: 'One dataset.',
  GetDatasetInput: 'One input, if it is in the dataset.',
  GetDatasetVersion:
    'One dataset version: its status while it is being frozen, then its counts and concepts.',
  GetDatasetVersionDataReport:
    'What to know of the data before relying on what learns from it: counts, sizes, languages, findings with examples and advice.',
  GetDatasetVersionDifference:
    'What a dataset version has otherwise than another one: inputs added, removed, relabelled, replaced and moved, and of which concepts.',
  GetEstimatorReport:
    'How good the forecasts of the last 100 jobs were: errors, coverage, baselines, and the jobs.',
  GetEvaluation: 'One evaluation; `fields.…` ask for its curves, matrices and rows.',
  GetEvaluationPredictions: "A link to a file of every row's answer, label and score.",
  GetInput: 'One input with what it says of itself; its picture or text by an address.',
  GetInputCount: 'How many inputs an app has, and how many could not be ingested.',
  GetInputsAddJob: 'One request that added inputs, and what became of them.',
  GetInvoice: 'An invoice with its lines: a job each, and the free tier; or the draft of a month.',
  GetInvoiceContent: 'An invoice as a file: CSV, or a page to print.',
  GetKey: 'One key, without its secret.',
  GetModel: 'One model with its newest version.',
  GetModelOutputInfo: 'The model with its concepts and its settings for prediction.',
  GetModelType: 'One model type with its templates, hyperparameters, defaults and ranges.',
  GetGatePolicy: 'What a model asks of a trained version before it may answer predictions.',
  GetModelVersion: 'One model version: its status, training, reservation, metrics and warnings.',
  GetModelVersionCard: 'The model card that the trainer wrote, as Markdown.',
  GetModelVersionEvaluation: 'One evaluation of a version.',
  GetModelVersionDial:
    'Points between a version and its parent, measured on the frozen evaluation set: accuracy on old and new inputs, flips, what the gate says, and which no other beats.',
  GetModelVersionExport: 'A link to the model artifact as one archive, for `from_pretrained`.',
  GetModelVersionGate:
    'Whether a version may answer predictions, and why: concepts, floors, and the inputs that flipped.',
  GetModelVersionLineage:
    'From which versions a version comes, and what each learnt, forgot and was told anew.',
  GetModelVersionMetrics: 'What was measured on held-out inputs, as Clarifai words it.',
  GetModelVersionPrediction: 'One batch prediction: its job, and how many inputs are answered.',
  GetModelVersionPredictionContent:
    'A link to the answers of a batch prediction, as JSON lines or CSV.',
  GetNotification: 'One notification: which events go where.',
  GetNotificationDelivery: 'One delivery with its attempts.',
  GetQuote:
    'One quote: its price and maximum, whether it can still be used, and what its job was billed.',
  GetResourceCounts: 'How many datasets, inputs and models an app has.',
  GetScheduleDecision: 'What a schedule would decide now, with its numbers; nothing is started.',
  GetStatusCode: 'One status code with its name and meaning.',
  GetUsageSummary:
    'Usage summed up by tenant, app, model, day and kind, in any combination. Micro-dollars.',
  GetUser: 'The caller.',
  ListActivity:
    'What runs and what waits over all apps, how far it is, what it costs so far, and why it waits.',
  ListAnnotations: 'Annotations of inputs, page by page.',
  ListAppKeys: 'The keys of an app, without their secrets.',
  ListApps: 'The apps of the caller.',
  ListBaseModels: 'The base models that templates start from, and which of them are staged.',
  ListBudgets:
    'Budgets of the tenant, of apps and of models, with what is held and spent of them this month and today. Micro-dollars.',
  ListBulkOperations: 'Bulk operations of an app, newest first.',
  ListConcepts: 'The concepts of an app.',
  ListDatasetInputs: 'Inputs of a dataset by id; `behind` goes on after one of them.',
  ListDatasetVersionInputs:
    'Inputs of a dataset version by concept, side of the split, or finding of its report, with how many there are.',
  ListDatasetVersionMetricsGroups: 'Counts of a dataset version: in all, by kind and by concept.',
  ListDatasetVersions: 'Versions of a dataset, newest first.',
  ListDatasets: 'Datasets of an app.',
  ListEvaluationPredictions: "An evaluation's rows with answer, label and score, the worst first.",
  ListEvaluations: 'Evaluations of an app, or of all apps, newest first.',
  ListInputs: 'Inputs of an app by id; every page takes the same time.',
  ListInputsAddJobs: 'Requests that added inputs, newest first.',
  ListInvoices:
    'Drafts of what is not invoiced yet, then the invoices, the newest month first; without lines.',
  ListKeys: 'The keys of the caller, without their secrets.',
  ListLedgerEntries:
    'Entries of the ledger, newest first, or the one of `entry_id`. Micro-dollars: a debit is positive.',
  ListLedgerRecords:
    'What verification recomputes the books from, as stored: `type` is entry, usage, hold, counter or invoice.',
  ListLogEntries: 'Lines of the training log; without a page the last ones.',
  ListModelConcepts: 'The concepts that a model knows.',
  ListModelInputs: 'Inputs that a model was trained on.',
  ListModelSummaries:
    'A line for each model: its newest version, what the answering one is worth, and what was charged.',
  ListModelTypes:
    'The trainable model types with their templates, hyperparameters, defaults and ranges.',
  ListModelVersionEvaluations: 'Evaluations of a version, newest first.',
  ListModelVersionHeldOutPredictions:
    'What a version answers to inputs that it never learned from, the worst first.',
  ListModelVersionPredictions: 'Batch predictions of a version, newest first.',
  ListModelVersions: 'Versions of a model, newest first.',
  ListModels: 'Models of an app, or of all apps of the user, newest change first.',
  ListNotificationDeliveries: 'What was delivered for a notification, newest first.',
  ListNotificationEvents: 'The events that notifications can be about.',
  ListNotifications: 'Notifications of the user.',
  ListPromotions:
    "Which version answers a model's predictions, and each move of that, newest first.",
  ListQuotes: 'Quotes of a model, newest first, also those that were made with a job.',
  ListRateCards: 'The rate cards that a tenant and the account ever had, and the one in force.',
  ListDialFlips: 'The inputs that the parent has right and a point of the dial has wrong.',
  ListScheduleRuns:
    'The next three times at which a schedule would fire, or what is wrong with its expression.',
  ListSchedules: 'Schedules of retrainings with their last decision and its reason.',
  ListScopes: 'Every scope and operation that a key can have.',
  ListStatusCodes: 'Every status code with its name and meaning.',
  ListTrainingProgress:
    'The curves of a training, and how long its phases take beside the estimate.',
  ListHolds:
    'What is set aside for jobs. `review=true`: only what an operator must end, because nobody knows how its job ended. Micro-dollars.',
  VoidHold: 'Gives such a hold back: nothing is charged. For operators.',
  ChargeHold:
    'Charges for such a hold: what the seconds that were kept come to, or less. For operators.',
  ListUsageRecords: 'What was consumed in a month, job by job. Micro-dollars.',
  MyScopes: 'The scopes of the key that asks.',
  MyScopesRoot: 'The scopes of the key that asks.',
  MyScopesUser: 'The scopes of the key that asks.',
  PatchAnnotations: 'Changes annotations: merges, overwrites or removes.',
  PatchApp: 'Changes one app.',
  PatchApps: 'Changes apps.',
  PatchConcepts: 'Renames concepts; inputs show the new names at once.',
  PatchDatasetVersions:
    'Changes the description or metadata of dataset versions, never their content.',
  PatchDatasets: 'Changes descriptions, notes and metadata of datasets.',
  PatchInputs: 'Changes labels and metadata of inputs: merges, overwrites or removes.',
  PatchInvoice:
    'Marks an issued invoice as paid, or voids it: what was on it is invoiced again. For operators.',
  PatchKeys: 'Changes scopes, description or end of keys.',
  PatchModelVersions: 'Changes what the owner wrote on versions, never what they learnt.',
  PatchModels: 'Changes names, descriptions, notes and settings of models.',
  PatchNotification: 'Changes a notification.',
  PatchSchedule: 'Changes a schedule of retrainings.',
  PostAnnotations: 'Adds annotations to inputs.',
  PostAnnotationsSearches: 'Finds annotations that meet conditions.',
  PostApps: 'Makes apps.',
  PostBulkOperations: 'Changes up to 1,000 inputs at once: concepts, metadata, place or dataset.',
  PostConcepts: 'Makes concepts; labels make those that they name by themselves.',
  PostConceptsSearches: 'Finds concepts by name.',
  PostCreditNote: 'Gives a part of an invoice back, never more than it was of. For operators.',
  PostDatasetInputs: 'Puts inputs into a dataset, by id or by a search.',
  PostDatasetVersions: 'Freezes a dataset. A large one is pending until a task has frozen it.',
  PostDatasets: 'Makes datasets.',
  PostDialVersion:
    'Makes a version of a point between a version and its parent. A job without steps, which is billed.',
  PostEvaluations: 'Measures a model version on a dataset version. A job, which is billed.',
  PostInputs: 'Adds pictures or texts, up to 128 a request, with labels, metadata and datasets.',
  PostInputsPurge:
    'Erases inputs everywhere, frozen dataset versions and answers included; without `confirmed` it only says what depends on them.',
  PostInputsSearches: 'Finds inputs that meet conditions; `only_count` counts them.',
  PostInvoices: 'Issues the invoice of a month that is over, once. For operators.',
  PostKeys: 'Makes keys; the secret is answered once.',
  PostModelFeedback: 'Takes a correction of a prediction as a labelled input.',
  PostModelOutputs: 'Predicts: answers a few inputs now.',
  PostModelVersionEvaluations: 'Measures a version on a dataset version. A job, which is billed.',
  PostModelVersionJobEstimates:
    'Time and price of an evaluation or a batch prediction, before it is asked for.',
  PostModelVersionMetrics: 'Asks for metrics: those on held-out inputs are there already.',
  PostModelVersionPredictions: 'Answers every input of a dataset version. A job, which is billed.',
  PostModelVersions:
    'Trains: makes a new version of a model. A job, which is billed and never costs more than its reservation.',
  PostModelVersionsTrainingEstimates:
    'Time, price, limit and warnings of a training, before it is asked for.',
  PostModelVersionsTrainingTimeEstimate: "Clarifai's estimate of a training's time in seconds.",
  PostModels: 'Makes models.',
  PostModelsSearches: 'Finds models by name and type.',
  PostNotification: 'Has events sent to a webhook or by e-mail.',
  PostNotificationRedelivery: 'Sends a delivery again.',
  PostNotificationSecret: 'Gives a webhook a new secret to sign with.',
  PostNotificationTest: 'Sends a test event.',
  PostPromotion:
    'Has another version answer predictions: approves, promotes by hand, or rolls back (`previous`).',
  PostQuotes:
    'A price that binds for a day, of one training, evaluation or batch prediction: it is never billed above the maximum. Several trainings share one.',
  PostSchedule: 'Retrains a model at times, when enough inputs are new.',
  PostSearches: "Finds inputs, as Clarifai's oldest clients ask.",
  PostTrainingEstimate:
    'Time, price, limit and warnings of a training of a model that need not be there yet.',
  PostUploads: 'Links that take files which then become inputs.',
  PutGatePolicy:
    'Sets what a model asks of its trained versions; what is left out is as by default.',
  PutBudget:
    'Sets how much may be held and spent by month, by day or both. Lowered below what is taken, it stops the newest jobs; raised, what it had stopped goes on. `dry_run` only says which.',
  PutDatasetVersionExports: 'Makes an archive of a dataset version and answers a link to it.',
  PutModelVersionExports: 'A link to the model artifact as one archive, for `from_pretrained`.',
  PutRateCard: 'Puts a rate card in force for what is quoted from now on. For operators.',
  StreamEvents:
    'What happens to the user as server-sent events, with each line of progress. On the laptop; elsewhere 501.',
  StreamInputs: 'Inputs in the order of their creation, behind the last one that was read.',
};
