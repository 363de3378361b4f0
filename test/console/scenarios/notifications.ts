import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { match, strictEqual } from 'node:assert';
import type { Scenario } from '../scenario.ts';

interface Receiver {
  readonly url: string;
  /** Bodies of the calls so far. */
  readonly calls: string[];
  /** What the next calls are answered. */
  status: number;
  close(): void;
}

/** Somebody who is told. */
async function startReceiver(): Promise<Receiver> {
  const calls: string[] = [];
  const receiver = { url: '', calls, status: 200, close: () => server.close() };
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (part) => (body += String(part)));
    request.on('end', () => {
      calls.push(body);
      response.writeHead(receiver.status).end('<b>thanks</b>');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  receiver.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
  return receiver;
}

export const scenarios: readonly Scenario[] = [
  {
    name: 'notifications: a webhook is made, tested, sent again and deleted',
    run: async ({ page, signIn, axe, screenshot }) => {
      const receiver = await startReceiver();
      try {
        await signIn('/notifications');
        await page.getByText('Nobody is told yet').waitFor();
        await page.getByRole('button', { name: 'Create notification' }).click();
        const dialog = page.getByRole('dialog', { name: 'Create notification' });
        await dialog.getByLabel('URL').fill(receiver.url);
        await dialog.getByLabel('Description').fill('for the <i>wall</i>');
        await dialog.getByLabel('model-version.trained').check();
        await axe();
        await dialog.getByRole('button', { name: 'Create notification' }).click();
        const secret = page.getByRole('dialog', { name: 'Secret of the webhook' });
        match((await secret.locator('pre').textContent()) ?? '', /^whsec_/);
        await secret.getByRole('button', { name: 'I have kept it' }).click();

        await page.getByRole('button', { name: 'Send a test' }).click();
        await page.getByText('The test was delivered').first().waitFor();
        strictEqual(receiver.calls.length, 1);
        match(receiver.calls[0]!, /notification\.test/);

        receiver.status = 500;
        await page.getByRole('button', { name: /^Send again/ }).click();
        await page.getByText('It was not delivered').first().waitFor();
        strictEqual(receiver.calls.length, 2);
        await page.getByRole('button', { name: /^Look/ }).click();
        await page.getByText('answered 500').waitFor();
        await page.getByText('<b>thanks</b>').first().waitFor();
        await axe();
        await screenshot('delivery');
        await page.getByRole('button', { name: 'Close' }).click();

        await page.reload();
        await page.getByText('for the <i>wall</i>').waitFor();
        await axe();
        await screenshot('notifications');
        await page.getByRole('button', { name: 'Delete' }).click();
        await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
        await page.getByText('Nobody is told yet').waitFor();
      } finally {
        receiver.close();
      }
    },
  },
];
