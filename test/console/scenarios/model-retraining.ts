import { match, ok, strictEqual } from 'node:assert';
import type { Client } from '../../../client/client.ts';
import type { Scenario, Stage } from '../scenario.ts';
import { modelId, prepareTraining, trainShortly } from '../small-training.ts';

const appId = 'retraining';
const inApp = { app_id: appId };
const ofModel = { ...inApp, model_id: modelId };

export const scenarios: readonly Scenario[] = [
  {
    name: 'model retraining: the first is promoted, the next is held back, promoted by hand and rolled back',
    run: async (stage) => {
      const { page, client, signIn, open, axe, screenshot } = stage;
      await prepareTraining(client, appId);
      const first = await trainShortly(client, appId);
      await signIn(`/apps/${appId}/models/${modelId}/retraining`);
      await page.getByText('It answers predictions, evaluations and exports').waitFor();

      await askTooMuch(stage);
      const second = await trainAgain(client, first);
      await open(`/apps/${appId}/models/${modelId}/train?version=${second}`);
      await page.getByText('It was trained, and held back').waitFor();
      await axe();
      await screenshot('model-held-back');

      await page.getByRole('link', { name: 'What the gate compared' }).click();
      const concepts = page.getByRole('region', { name: 'Concepts at the gate' });
      match(await concepts.getByRole('row', { name: /noisy/ }).innerText(), /not reached/);
      const line = page.getByRole('region', { name: 'Line of the version' });
      strictEqual(await line.locator('a').count(), 2);
      match((await line.locator('a').last().getAttribute('aria-label'))!, /replayed, held back/);
      await axe();
      await screenshot('model-retraining');

      await move(stage, 'Promote', 'seen by a person');
      await page.getByText('It answers predictions, evaluations and exports').waitFor();
      strictEqual(await promoted(client), second);
      await move(stage, 'Roll back', 'not so good', /Roll back to Version/);
      await page
        .getByText('goes on answering')
        .or(page.getByText(/answers\.$/))
        .first()
        .waitFor();
      strictEqual(await promoted(client), first);
      const moves = page.getByRole('region', { name: 'Promotions' });
      match(await moves.innerText(), /rolled back[\s\S]*not so good[\s\S]*seen by a person/);

      await open(`/apps/${appId}/models/${modelId}/dial?version=${second}`);
      const points = page.getByRole('group', { name: /^Points of the dial/ });
      await points.waitFor();
      await page.getByText('All points as a table').click();
      const table = page.getByRole('region', { name: 'Points of the dial' });
      await table.getByRole('button', { name: 'The parent' }).click();
      await page.getByText('Nothing that the parent has right would be wrong.').waitFor();
      await points.getByRole('button', { pressed: true }).focus();
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('Enter');
      await page.waitForURL(/point=(?!0%2C0)/);
      await axe();
      await screenshot('model-dial');
      await page.getByRole('button', { name: 'Make it a version' }).click();
      await page.getByRole('dialog').getByText('Nothing is trained').waitFor();
      await page.getByRole('dialog').getByText('never billed above').waitFor();
      await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
    },
  },
];

/** Asks of a new concept what none can reach, in the policy's dialog. */
async function askTooMuch({ page, axe, client }: Stage): Promise<void> {
  await page.getByRole('button', { name: 'Change' }).click();
  const dialog = page.getByRole('dialog', { name: 'What the gate asks' });
  await dialog.getByLabel('What a new concept must reach').fill('1');
  await axe();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.waitFor({ state: 'detached' });
  const { gate_policy: policy } = await client.call('GetGatePolicy', ofModel);
  strictEqual(policy.newConceptFloor, 1);
}

async function move(
  { page, axe }: Stage,
  verb: string,
  reason: string,
  button: string | RegExp = verb,
): Promise<void> {
  await page.getByRole('button', { name: button, exact: typeof button === 'string' }).click();
  const dialog = page.getByRole('dialog');
  await axe();
  await dialog.getByLabel('Reason').fill(reason);
  await dialog.getByRole('button', { name: verb }).click();
  await dialog.waitFor({ state: 'detached' });
}

async function promoted(client: Client): Promise<string | undefined> {
  return (await client.call('ListPromotions', ofModel)).promoted_version_id;
}

/** Learns a third concept whose texts are those of the first two: it cannot be told apart. */
async function trainAgain(client: Client, parent: string): Promise<string> {
  const words = ['sea', 'lake', 'drum', 'storm'];
  const inputs = Array.from({ length: 60 }, (_, at) => ({
    id: `noisy-${at}`,
    data: {
      text: { raw: `${words[at % 4]} number ${at} of the ${at % 2 ? 'calm' : 'loud'} ones` },
      concepts: [{ id: 'noisy' }],
    },
    dataset_ids: ['notes'],
  }));
  await client.call('PostInputs', inApp, { inputs });
  const params = { template: 'Deeptune_Bert_Small', dataset_id: 'notes', num_epochs: 1 };
  const info = { params, resume_from_model: { id: modelId, model_version: { id: parent } } };
  const { model } = await client.call('PostModelVersions', ofModel, {
    model_versions: [{ train_info: info }],
  });
  const { id } = model.model_version;
  for (;;) {
    const at = { ...ofModel, version_id: id };
    const { model_version: version } = await client.call('GetModelVersion', at);
    if (version.status.code === 21100) return id;
    ok(version.status.code !== 21106, `training failed: ${version.status.details}`);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}
