import type { Client } from '../cli/client.ts';
import type { ComparedVersion } from './comparison.ts';
import { showComparison } from './comparison.ts';
import { keepBack, rowsOf } from './data.ts';
import { metricsOf, showBill, showEstimate, showEstimatesAndActuals } from './money.ts';
import type { Report } from './report.ts';
import { percent } from './report.ts';
import type { VersionWire } from './service.ts';
import { estimate, freeze, predictConcepts, trainAndWatch, uploadInputs } from './service.ts';
import { stagePackaged } from './stage-packaged.ts';

export interface Tools {
  readonly client: Client;
  readonly report: Report;
  readonly python: string;
  /** The host's data folder. */
  readonly folder: string;
}

/** A labelled mail or picture. */
interface Labelled {
  readonly id: string;
  readonly label: string;
  readonly text?: string;
  /** A PNG, and what it shows. */
  readonly base64?: string;
  readonly name?: string;
}

/** One dataset, and the two templates that are compared on it. */
interface Subject {
  /** Id of the dataset and of the model. */
  readonly id: string;
  readonly modelTypeId: string;
  readonly pretrained: string;
  readonly fromNothing: string;
  /** Of the small network from nothing, beside the template's own. */
  readonly smallSettings: Readonly<Record<string, number>>;
}

const mails: Subject = {
  id: 'mails',
  modelTypeId: 'text-classifier',
  pretrained: 'Deeptune_MiniLM',
  fromNothing: 'Deeptune_Bert_Small',
  smallSettings: {},
};
const pictures: Subject = {
  id: 'pictures',
  modelTypeId: 'visual-classifier',
  pretrained: 'Deeptune_EfficientNet_Lite0',
  fromNothing: 'Deeptune_ResNet_Small',
  smallSettings: { image_size: 48, num_epochs: 15 },
};
const mailCount = 500;
/** Groups of pictures that arrive after the first training. */
const lateGroups = ['Activities', 'Food & Drink'];

/** Fine-tunes pretrained models on real mails and pictures and puts a network that starts from nothing beside each. */
export async function pretrainedTour(tools: Tools): Promise<void> {
  const { client, report } = tools;
  await stage(tools);
  const sorted = await readMails(tools);
  const seen = await readPictures(tools);
  report.heading('4. Pretrained and from nothing, on the same held-out data');
  showComparison([...sorted.compared, ...seen.compared], report);
  const child = await retrain(tools, seen);
  report.heading('6. Predict what was never uploaded');
  await predict(tools, { subject: mails, version: sorted.best, kept: sorted.kept });
  await predict(tools, { subject: pictures, version: child, kept: seen.kept });
  report.heading('7. The bill, line by line');
  await showBill(client, report);
  report.heading('8. Estimate and actual');
  const all = [...sorted.compared, ...seen.compared];
  const named = all.map(({ template, version }) => ({ name: template, version }));
  const last = { name: `${pictures.pretrained}, retrained`, version: child };
  showEstimatesAndActuals([...named, last], report);
}

async function stage({ report, ...place }: Tools): Promise<void> {
  report.heading('1. Stage two base models, from Python packages that are installed already');
  for (const name of ['minilm', 'efficientnet-lite0']) {
    report.line(`${await stagePackaged(name, place)} is staged`);
  }
}

interface Trained {
  readonly best: VersionWire;
  readonly compared: readonly ComparedVersion[];
  readonly kept: readonly Labelled[];
  /** What was not uploaded yet. */
  readonly late: readonly Labelled[];
}

async function readMails(tools: Tools): Promise<Trained> {
  const rows = await rowsOf<Labelled>(tools.python, ['mails.py', '--count', String(mailCount)]);
  const { kept, rest } = keepBack(rows, 3);
  tools.report.heading(`2. ${rest.length} real mails: spam, or ham (wanted mail)?`);
  tools.report.line(
    'Subject and body; near-identical mails are left out; the model reads the first 128 tokens of each.',
  );
  return { ...(await compare(tools, mails, rest)), kept, late: [] };
}

async function readPictures(tools: Tools): Promise<Trained> {
  const rows = await rowsOf<Labelled>(tools.python, ['emoji.py']);
  const { kept, rest } = keepBack(rows, 2);
  const { late = [], early = [] } = Object.groupBy(rest, ({ label }) =>
    lateGroups.includes(label) ? 'late' : 'early',
  );
  tools.report.heading(`3. ${early.length} pictures of emoji: which of seven groups?`);
  return { ...(await compare(tools, pictures, early)), kept, late };
}

/** Uploads, freezes and trains both templates; the pretrained one is estimated and shown in full. */
async function compare(
  { client, report }: Tools,
  subject: Subject,
  rows: readonly Labelled[],
): Promise<Pick<Trained, 'best' | 'compared'>> {
  const { id, modelTypeId } = subject;
  await client.app('POST', '/datasets', { datasets: [{ id }] });
  for (const modelId of [id, `${id}-from-nothing`]) {
    const models = [{ id: modelId, model_type_id: modelTypeId }];
    await client.app('POST', '/models', { models });
  }
  const datasetVersionId = await upload(client, id, rows);
  const of = (template: string) => ({
    params: { template, dataset_id: id, dataset_version_id: datasetVersionId },
  });
  const trainInfo = of(subject.pretrained);
  report.line(`estimate of ${subject.pretrained}:`);
  showEstimate(await estimate(client, id, trainInfo), report);
  const best = await trainAndWatch(client, { modelId: id, trainInfo }, report);
  const small = of(subject.fromNothing);
  const settings = { params: { ...small.params, ...subject.smallSettings } };
  const request = { modelId: `${id}-from-nothing`, trainInfo: settings };
  const plain = await trainAndWatch(client, request, report);
  const compared = [
    { subject: id, template: subject.pretrained, start: 'pretrained', version: best },
    { subject: id, template: subject.fromNothing, start: 'nothing', version: plain },
  ];
  return { best, compared };
}

/** Uploads labelled rows and freezes the dataset: the id of its new version. */
async function upload(client: Client, id: string, rows: readonly Labelled[]): Promise<string> {
  await uploadInputs(
    client,
    rows.map((row) => ({
      id: `${id}-${row.id}`,
      data: { ...dataOf(row), concepts: [{ id: row.label, value: 1 }] },
      dataset_ids: [id],
    })),
  );
  return (await freeze(client, id)).id;
}

const dataOf = ({ text, base64 }: Labelled) =>
  text === undefined ? { image: { base64 } } : { text: { raw: text } };

async function retrain({ client, report }: Tools, seen: Trained): Promise<VersionWire> {
  const { id, pretrained } = pictures;
  report.heading(
    `5. ${seen.late.length} pictures of two new groups arrive: retrain ${pretrained} incrementally`,
  );
  const datasetVersionId = await upload(client, id, seen.late);
  const version = await trainAndWatch(
    client,
    {
      modelId: id,
      trainInfo: {
        params: { template: pretrained, dataset_id: id, dataset_version_id: datasetVersionId },
        resume_from_model: { id, model_version: { id: seen.best.id } },
      },
    },
    report,
  );
  const { heldOut, oldConcepts, newConcepts, parent, counts } = metricsOf(version);
  report.line(`trained on ${counts.train} pictures: all new ones, and a sample of the old`);
  report.line(
    `held out: nine groups ${percent(heldOut.accuracy)} of ${heldOut.count}; old groups ${percent(oldConcepts?.accuracy ?? NaN)} (before: ${percent(parent?.accuracyOnOldConcepts ?? NaN)}), new ones ${percent(newConcepts?.accuracy ?? NaN)} of ${newConcepts?.count}`,
  );
  return version;
}

/** At most this many predictions are shown one by one. */
const shownPredictions = 5;

async function predict(
  { client, report }: Tools,
  what: {
    readonly subject: Subject;
    readonly version: VersionWire;
    readonly kept: readonly Labelled[];
  },
): Promise<void> {
  const { subject, version, kept } = what;
  const path = `/models/${subject.id}/versions/${version.id}`;
  const answers = await predictConcepts(client, path, kept.map(dataOf));
  const step = Math.ceil(kept.length / shownPredictions);
  for (const [index, { label, text, name }] of kept.entries()) {
    const [first] = answers[index] ?? [];
    if (index % step !== 0 || !first) continue;
    const shown = name ?? `"${(text ?? '').slice(0, 60)}…"`;
    report.line(`${shown} is ${label}: predicted ${first.id} (${first.value.toFixed(3)})`);
  }
  const right = kept.filter(({ label }, index) => answers[index]?.[0]?.id === label).length;
  report.line(`${right} of ${kept.length} ${subject.id} right`);
}
