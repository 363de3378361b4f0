import { match, ok, strictEqual } from 'node:assert';
import type { Page } from 'playwright-core';
import { dollars, dollarsUp } from '../../../core/words.ts';
import { everyVariant } from '../scenario.ts';
import type { Scenario } from '../scenario.ts';
import { modelId, prepareTraining } from '../small-training.ts';

const app = 'quoted';
const choices = `model=${modelId}&new=0&dataset=notes&template=Deeptune_Bert_Small`;
const quoteOf = (page: Page) => page.getByRole('region', { name: 'Quote' });
const train = (page: Page) => page.getByRole('button', { name: `Train ${modelId}` });

async function getQuote(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Get a quote' }).click();
  await quoteOf(page).getByText('Never billed above', { exact: true }).waitFor();
}

export const scenarios: readonly Scenario[] = [
  {
    name: 'quotes: one binds, is void for other settings, shares a maximum, and is what is charged at most',
    run: async ({ page, client, signIn, axe, screenshot }) => {
      await prepareTraining(client, app);
      await signIn(`/apps/${app}/train?${choices}&set.num_epochs=2`);
      await getQuote(page);
      match(await quoteOf(page).locator('time').innerText(), /^(1 d|23 h)/);
      const at = { app_id: app, model_id: modelId };
      const [single] = (await client.call('ListQuotes', at)).quotes;
      ok(single, 'a quote is stored');
      await quoteOf(page).getByText(dollarsUp(single.maxPriceMicros), { exact: true }).waitFor();
      match(
        await train(page).innerText(),
        new RegExp(`at most \\${dollarsUp(single.maxPriceMicros)}`),
      );
      await axe();

      // Other settings: it is visibly void, and the button does not name it.
      await page.getByLabel('num_epochs').fill('1');
      await page.getByText('Void for these settings.').waitFor();
      strictEqual(await train(page).innerText(), `Train ${modelId}`);
      await page.getByRole('button', { name: 'Keep to compare' }).click();
      await page.getByRole('button', { name: 'Get quotes for all 2 under one maximum' }).click();
      await page.getByText('All 2 together are never billed above').waitFor();
      const { quotes } = await client.call('ListQuotes', at);
      const group = quotes.filter(({ group: of }) => of);
      strictEqual(group.length, 2);
      const sum = group.reduce((total, quote) => total + quote.maxPriceMicros, 0);
      ok(group[0]!.group!.maxPriceMicros <= sum, 'more than the maxima together');
      await quoteOf(page).getByText(dollarsUp(group[0]!.group!.maxPriceMicros)).first().waitFor();
      await axe();
      await screenshot('quotes-compared');

      await page.getByRole('button', { name: /^Choose .*num_epochs 2/ }).click();
      strictEqual(await page.getByLabel('num_epochs').inputValue(), '2');
      const id = await quoteOf(page).locator('dd code').innerText();
      await train(page).click();
      await page.waitForURL(/\/train\?version=/);
      const version = new URL(page.url()).searchParams.get('version')!;
      await page.getByRole('heading', { name: 'Bill' }).waitFor({ timeout: 120_000 });
      const asked = { ...at, version_id: version };
      const { model_version: trained } = await client.call('GetModelVersion', asked);
      const bill = trained.metadata!.deeptune!.bill!;
      strictEqual(bill.quoteId, id);
      ok(bill.amountMicros <= bill.maxPriceMicros, 'billed above the quote');
      const panel = page.locator('section.panel', {
        has: page.getByRole('heading', { name: 'Bill' }),
      });
      const { priceMicros, maxPriceMicros, amountMicros } = bill;
      for (const text of [dollars(priceMicros), dollarsUp(maxPriceMicros), dollars(amountMicros)])
        await panel.getByText(text).first().waitFor();
      for (const name of ['AWS’s list price', 'Spot discount', 'AWS’s cost', 'Margin'])
        await panel.getByText(name, { exact: true }).waitFor();
      await panel
        .getByText(/nothing is charged on your own machine/)
        .first()
        .waitFor();
      const { quote } = await client.call('GetQuote', { ...at, quote_id: id });
      strictEqual(quote.status, 'used');
      await axe();
      await screenshot('bill');
    },
  },
  {
    name: 'quotes: what a budget would refuse is said before',
    variants: everyVariant,
    run: async ({ page, client, signIn, axe, screenshot }) => {
      const own = 'quoted-poor';
      await prepareTraining(client, own);
      const budget = { level: 'app', appId: own, monthMicros: 1_000 } as const;
      await client.call('PutBudget', {}, { budget });
      await signIn(`/apps/${own}/train?${choices}`);
      const panel = page.getByRole('complementary', { name: 'Estimate' });
      await panel.getByText('It would be refused').waitFor();
      match(await panel.innerText(), /\$0\.001000 .*app 'quoted-poor'/s);
      await axe();
      await screenshot('quote-refused');
      await client.call('DeleteBudget', { budget_id: `app:${own}` });
    },
  },
];
