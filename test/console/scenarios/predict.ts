import { deepStrictEqual, match, ok, strictEqual } from 'node:assert';
import type { Page } from 'playwright-core';
import { pressAt, typeAt } from '../by-keyboard.ts';
import { everyVariant } from '../scenario.ts';
import type { Scenario, Stage } from '../scenario.ts';
import { hostileName } from '../small-app.ts';

/** An input of each type's dataset, and what the page must say of the answer. */
const types: readonly (readonly [typeId: string, shown: RegExp])[] = [
  ['visual-classifier', /digit-\d/],
  ['visual-detector', /\d+ regions? found|Nothing found/],
  ['visual-segmenter', /\d+ regions? found|Nothing found/],
  ['visual-anomaly-heatmap', /of the picture counts as anomalous/],
  ['visual-embedder', /similarity is the cosine/],
  ['text-classifier', /pillow|scikit|transformers/],
  ['text-to-text', /Answer/],
];

async function firstInput({ client }: Stage, dataset: string) {
  const { dataset_inputs: inputs } = await client.call('ListDatasetInputs', {
    dataset_id: dataset,
    per_page: 1,
  });
  return inputs[0]!.input!;
}

/** The first answer of a model waits until it is loaded, which a busy machine does slowly. */
function answered(page: Page): Promise<void> {
  return page.getByText(/^Answered in/).waitFor({ timeout: 120_000 });
}

/** The picture of the first input of a dataset. */
async function pictureOf(stage: Stage, dataset: string): Promise<Buffer> {
  const { data } = await firstInput(stage, dataset);
  const response = await fetch(data!.image!.url!, {
    headers: { authorization: `Key ${stage.key}` },
  });
  return Buffer.from(await response.arrayBuffer());
}

/** How many pixels of the layers over the picture are seen. */
function drawnPixels(page: Page): Promise<number> {
  return page.evaluate(() => {
    let seen = 0;
    for (const canvas of document.querySelectorAll<HTMLCanvasElement>('.drawing canvas')) {
      const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
      seen += data.filter((value, index) => index % 4 === 3 && value > 0).length;
    }
    return seen;
  });
}

async function until(isSo: () => Promise<boolean>): Promise<boolean> {
  for (let tries = 0; tries < 100; tries += 1) {
    if (await isSo()) return true;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return false;
}

export const scenarios: readonly Scenario[] = [
  {
    name: 'predict: each model type answers an input of its dataset',
    variants: everyVariant,
    run: async (stage) => {
      const { page, signIn, open, axe, screenshot, variant } = stage;
      await signIn('/apps/tour/models');
      // Loading a model takes longest: one window has all of them, the others two kinds of answer.
      const isFirst = variant.width === 1280 && variant.scheme === 'light';
      const some = types.filter(([id]) => id === 'visual-detector' || id === 'text-classifier');
      for (const [typeId, shown] of isFirst ? types : some) {
        const { id } = await firstInput(stage, typeId);
        await open(`/apps/tour/models/${typeId}/predict?input=${id}`);
        await answered(page);
        match(await page.locator('.answer').innerText(), /./);
        await page.locator('.answer').getByText(shown).first().waitFor();
        await axe();
        await screenshot(`predict-${typeId}`);
      }
    },
  },
  {
    name: 'predict: boxes, masks and heat are drawn where the answer says',
    run: async (stage) => {
      const { page, client, signIn, open } = stage;
      const input = await firstInput(stage, 'visual-detector');
      await signIn(`/apps/tour/models/visual-detector/predict?input=${input.id}&threshold=0`);
      await answered(page);
      await page.locator('.drawing rect[stroke]').first().waitFor();
      const { outputs } = await client.call(
        'PostModelOutputs',
        { model_id: 'visual-detector' },
        { inputs: [{ data: { image: { url: input.data!.image!.url! } } }] },
      );
      const drawn = await page
        .locator('.drawing svg[viewBox="0 0 1 1"] rect[stroke]')
        .evaluateAll((all) =>
          all.map((each) => ['x', 'y', 'width'].map((name) => Number(each.getAttribute(name)))),
        );
      const boxes = outputs[0]!.data.regions!.map(({ region_info: { bounding_box: box } }) => [
        box!.left_col,
        box!.top_row,
        box!.right_col - box!.left_col,
      ]);
      deepStrictEqual(drawn, boxes);

      const rows = page.locator('.answer tbody tr');
      strictEqual(await rows.count(), boxes.length, 'the table says the same');
      for (const typeId of ['visual-segmenter', 'visual-anomaly-heatmap']) {
        const { id } = await firstInput(stage, typeId);
        await open(`/apps/tour/models/${typeId}/predict?input=${id}`);
        await answered(page);
        const isDrawn = await until(async () => (await drawnPixels(page)) > 10);
        ok(isDrawn, `${typeId} draws nothing`);
      }
    },
  },
  {
    name: 'predict: a dropped file of a hostile name is answered, corrected and kept; others are refused before',
    run: async (stage) => {
      const { page, client, signIn, axe, screenshot } = stage;
      const datasetId = 'corrections';
      await client.call('PostDatasets', {}, { datasets: [{ id: datasetId }] });
      await signIn('/apps/tour/models/visual-classifier/predict');
      const chooser = page.locator('input[type=file]');
      await chooser.setInputFiles([
        { name: 'page.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF') },
        { name: 'empty.png', mimeType: 'image/png', buffer: Buffer.alloc(0) },
        {
          name: `${hostileName}.png`,
          mimeType: 'image/png',
          buffer: await pictureOf(stage, 'visual-classifier'),
        },
      ]);
      await page.getByText('2 files not sent').waitFor();
      await page.getByText('PDF is not read').waitFor();
      await page.getByRole('heading', { name: `${hostileName}.png` }).waitFor();
      await answered(page);
      await axe();
      await screenshot('predict-file');

      await pressAt(page, page.getByText('Wrong or right?'), 'Enter');
      await page.getByLabel('The right concept is').selectOption('digit-3');
      await page.getByLabel('Dataset to add it to').selectOption(datasetId);
      await page.getByRole('button', { name: 'Add to the dataset' }).click();
      await page.getByText(/^Added to/).waitFor();
      const input = await firstInput(stage, datasetId);
      deepStrictEqual(
        input.data?.concepts?.map(({ id }) => id),
        ['digit-3'],
      );
      strictEqual((await page.title()).includes('owned'), false);
      await client.call('DeleteInputs', {}, { ids: [input.id!] });
      await client.call('DeleteDatasets', {}, { dataset_ids: [datasetId] });
    },
  },
  {
    name: 'predict: a damaged picture says why, and the next one is answered',
    run: async (stage) => {
      const { page, signIn, expectConsole } = stage;
      expectConsole(/status of 400/);
      await signIn('/apps/tour/models/visual-classifier/predict');
      await page.locator('input[type=file]').setInputFiles([
        { name: 'broken.png', mimeType: 'image/png', buffer: Buffer.from('not a picture') },
        {
          name: 'whole.png',
          mimeType: 'image/png',
          buffer: await pictureOf(stage, 'visual-classifier'),
        },
      ]);
      await page.getByText('not-an-image').first().waitFor();
      await answered(page);
    },
  },
  {
    name: 'predict: a text, with the keyboard alone; then over a dataset, downloaded',
    run: async (stage) => {
      const { page, client, signIn, axe, screenshot } = stage;
      await signIn('/apps/tour/models/text-classifier/predict');
      await typeAt(page, page.getByLabel('Text', { exact: true }), 'Draws lines into images.');
      await page.keyboard.press('ControlOrMeta+Enter');
      await answered(page);

      await page.getByLabel('Dataset', { exact: true }).selectOption('text-classifier');
      const start = page.getByRole('button', { name: 'Predict over text-classifier' });
      await start.dblclick();
      const table = page.getByRole('region', { name: 'Predictions over datasets' });
      await table.getByText('Completed').waitFor({ timeout: 60_000 });
      await table.getByText(/^took (\d+ s|\d+ min|under 1 s)/).waitFor();
      await table.getByText(/^forecast \d.* (within|outside) the range of 8 of 10$/).waitFor();
      await axe();
      await screenshot('predict-dataset');
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        table.getByRole('button', { name: 'CSV' }).click(),
      ]);
      match(download.suggestedFilename(), /csv$/);
      const { model } = await client.call('GetModel', { model_id: 'text-classifier' });
      const named = { model_id: 'text-classifier', version_id: model.model_version.id };
      const { predictions } = await client.call('ListModelVersionPredictions', named);
      strictEqual(predictions.length, 1, 'pressed twice, one job starts');
      await table.getByRole('button', { name: 'Delete' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
      await table.waitFor({ state: 'detached' });
    },
  },
];
