import { readFileSync } from 'node:fs';
import { match, ok, strictEqual } from 'node:assert';
import type { Page } from 'playwright-core';
import { exactDollars } from '../../../core/words.ts';
import { earlierAmounts, earlierTenant, lastMonth } from '../earlier-tenant.ts';
import { everyVariant } from '../scenario.ts';
import type { Scenario } from '../scenario.ts';

const total = earlierAmounts.reduce((sum, each) => sum + each, 0);

/** The text of the file that a button downloads. */
async function downloaded(page: Page, button: string): Promise<string> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: button, exact: true }).click(),
  ]);
  return readFileSync(await download.path(), 'utf8');
}

export const scenarios: readonly Scenario[] = [
  {
    name: 'invoices: the draft is what was charged so far; as CSV, JSON, HTML and on paper',
    run: async ({ page, client, signIn, screenshot }) => {
      await signIn('/invoices');
      const rows = page.getByRole('region', { name: 'Invoices' }).locator('tbody tr');
      await rows
        .first()
        .getByRole('link', { name: /^Draft of/ })
        .click();
      await page.getByRole('heading', { name: /^Draft invoice/ }).waitFor();
      const id = new URL(page.url()).pathname.split('/').at(-1)!;
      const { invoice } = await client.call('GetInvoice', { invoice_id: id });
      const lines = page.getByRole('region', { name: 'Lines of the invoice' });
      await lines.locator('tfoot').getByText(exactDollars(invoice.totalMicros)).waitFor();
      strictEqual(await lines.locator('tbody tr').count(), invoice.lines.length);

      const csv = await downloaded(page, 'CSV');
      strictEqual(csv.trim().split(/\r?\n/).length >= invoice.lines.length + 1, true);
      const json = JSON.parse(await downloaded(page, 'JSON')) as typeof invoice;
      strictEqual(json.totalMicros, invoice.totalMicros);
      match(await downloaded(page, 'HTML'), /^<!doctype html>/i);

      await page.emulateMedia({ media: 'print' });
      for (const only of ['header.top', 'nav.side', '.actions'])
        ok(!(await page.locator(only).first().isVisible()), `${only} is printed`);
      await screenshot('invoice-print');
    },
  },
  {
    name: 'invoices: an operator issues, credits and is paid another tenant’s; the ledger has each',
    run: async ({ page, signIn, axe, screenshot }) => {
      await signIn(`/invoices?tenant=${earlierTenant}`);
      await page.getByRole('button', { name: 'Issue an invoice' }).click();
      const issue = page.getByRole('dialog', { name: `Issue an invoice to ${earlierTenant}` });
      strictEqual(await issue.getByLabel('Month').inputValue(), lastMonth());
      await axe();
      await issue.getByRole('button', { name: 'Issue it' }).click();
      await page.waitForURL(/\/invoices\/\d{4}-\d{2}-\d{4}\?tenant=/);
      const lines = page.getByRole('region', { name: 'Lines of the invoice' });
      await lines.locator('tfoot').getByText(exactDollars(total)).waitFor();
      strictEqual(await lines.locator('tbody a').count(), 0, 'leads to a model of another tenant');

      await page.getByRole('button', { name: 'Credit note' }).click();
      const credit = page.getByRole('dialog', { name: /^Credit note to invoice/ });
      await credit.getByLabel('Dollars').fill('99');
      await credit.getByText(`At most ${exactDollars(total)} are left`).waitFor();
      ok(await credit.getByRole('button', { name: 'Make credit note' }).isDisabled());
      await credit.getByLabel('Dollars').fill('0.55');
      await credit.getByLabel('Reason').fill('The first training was slow');
      await credit.getByRole('button', { name: 'Make credit note' }).click();
      await credit.waitFor({ state: 'detached' });
      const notes = page.getByRole('region', { name: 'Credit notes' });
      await notes.getByText('The first training was slow').waitFor();
      strictEqual(await page.getByRole('button', { name: 'Void' }).count(), 0);

      await page.getByRole('button', { name: 'Mark as paid' }).click();
      const paid = page.getByRole('dialog', { name: /^Mark as paid/ });
      await paid
        .getByText(`${exactDollars(total - 550_000)} are due from ${earlierTenant}`)
        .waitFor();
      await paid.getByRole('button', { name: 'Mark as paid' }).click();
      await paid.waitFor({ state: 'detached' });
      await page.getByText('Paid', { exact: true }).first().waitFor();
      strictEqual(await page.getByRole('button', { name: 'Mark as paid' }).count(), 0);
      await axe();
      await screenshot('invoice-paid');

      await page.getByRole('link', { name: /^invoice#/ }).click();
      const entries = page.getByRole('region', { name: 'Entries of the ledger' });
      await entries.getByText('Invoice issued').waitFor();
      strictEqual(await entries.locator('tbody tr').count(), 1);
      await page.getByRole('link', { name: 'All entries' }).click();
      for (const what of ['Paid', 'Credit note', 'Opening: what was there before'])
        await entries.getByRole('row').filter({ hasText: what }).first().waitFor();
      await axe();
      await screenshot('ledger');
    },
  },
  {
    name: 'invoices: who is no operator sees nothing that he cannot do',
    run: async ({ page, client, signIn }) => {
      const key = { description: 'no operator', scopes: ['All'] };
      const { keys } = await client.call('PostKeys', {}, { keys: [key] });
      await signIn('/invoices', keys[0]!.id);
      await page.getByRole('region', { name: 'Invoices' }).waitFor();
      for (const name of ['Issue an invoice', 'Mark as paid', 'Void', 'Credit note'])
        strictEqual(await page.getByRole('button', { name }).count(), 0, name);
      strictEqual(await page.getByLabel('Tenant').count(), 0);
      await page.getByRole('link', { name: 'Budgets' }).click();
      await page.getByRole('heading', { name: 'All apps' }).waitFor();
      strictEqual(await page.getByRole('heading', { name: /^Account/ }).count(), 0);
      await page.getByRole('button', { name: 'Set a budget' }).click();
      const levels = page.getByLabel('Of', { exact: true }).locator('option');
      strictEqual((await levels.allInnerTexts()).join(), 'all apps,one app,one model');
    },
  },
  {
    name: 'invoices: the list and the ledger are accessible',
    variants: everyVariant,
    run: async ({ page, signIn, open, axe, screenshot }) => {
      await signIn('/invoices');
      await page.getByRole('region', { name: 'Invoices' }).waitFor();
      await axe();
      await screenshot('invoices');
      await open('/ledger');
      await page.getByRole('heading', { name: 'Ledger' }).waitFor();
      await axe();
    },
  },
];
