import { ok, strictEqual } from 'node:assert';
import { pressAt, typeAt } from '../by-keyboard.ts';
import { everyVariant } from '../scenario.ts';
import type { Scenario } from '../scenario.ts';
import { dropApp, makeSmallApp } from '../small-app.ts';

export const scenarios: readonly Scenario[] = [
  {
    name: 'schedules: one is made, paused, resumed and deleted, with the keyboard alone',
    run: async (stage) => {
      const { page, client, signIn, axe, screenshot } = stage;
      const app = 'schedules-made';
      await makeSmallApp(stage, app);
      const inApp = { app_id: app };
      await client.call('PostModels', inApp, {
        model: { id: 'reader', model_type_id: 'text-classifier' },
      });
      await signIn(`/apps/${app}/schedules`);
      await page.getByText('No model is retrained on a schedule yet').waitFor();
      await axe();
      await screenshot('schedules-empty');

      await pressAt(page, page.getByRole('button', { name: 'New schedule' }), 'Enter');
      for (const [label, text] of [
        ['Model to retrain', 'reader'],
        ['Dataset that it learns from', 'texts'],
      ] as const) {
        await typeAt(page, page.getByRole('combobox', { name: label }), text);
        await page.getByRole('option', { name: text }).waitFor();
        await page.keyboard.press('Enter');
      }
      await typeAt(page, page.getByLabel('Expression'), 'cron(0 3 ? * MON-FRI *)');
      await page.getByText('on Monday to Friday at 03:00').waitFor();
      strictEqual(await page.locator('ol time').count(), 3);
      await axe();
      await screenshot('schedules-new');
      await pressAt(page, page.getByRole('button', { name: 'Create schedule' }), 'Enter');

      await page.getByRole('heading', { name: /^reader: on Monday to Friday/ }).waitFor();
      await pressAt(page, page.getByRole('button', { name: /^Pause/ }), 'Enter');
      await page.getByText('when it is resumed').waitFor();
      await pressAt(page, page.getByRole('button', { name: /^Resume/ }), 'Enter');
      await page.getByText('when it is resumed').waitFor({ state: 'detached' });
      await pressAt(page, page.getByRole('button', { name: /^Delete/ }), 'Enter');
      const dialog = page.getByRole('dialog');
      await pressAt(page, dialog.getByRole('button', { name: 'Delete' }), 'Enter');
      await page.getByText('No model is retrained on a schedule yet').waitFor();
      strictEqual((await client.call('ListSchedules', inApp)).schedules.length, 0);
      await dropApp(stage, app);
    },
  },
  {
    name: 'schedules: a wrong expression says what would be right, and nothing is made',
    run: async (stage) => {
      const { page, signIn, expectConsole } = stage;
      expectConsole(/status of 400/);
      await signIn(
        '/apps/tour/schedules?new=1&model=text-classifier&dataset=text-classifier&when=daily',
      );
      await page.getByText('"daily" is not a valid schedule').first().waitFor();
      await page.getByRole('button', { name: 'Create schedule' }).click();
      await page.getByText('The schedule was not created').waitFor();
      ok(await page.getByLabel('Expression').isVisible());
      strictEqual((await stage.client.call('ListSchedules', {})).schedules.length, 0);
    },
  },
  {
    name: 'schedules: decisions stand with their reasons',
    variants: everyVariant,
    run: async (stage) => {
      const { page, client, signIn, axe, screenshot, variant } = stage;
      const app = `schedules-${variant.scheme}-${variant.width}`;
      await makeSmallApp(stage, app);
      const named = { app_id: app, model_id: 'reader' };
      await client.call('PostModels', named, {
        model: { id: 'reader', model_type_id: 'text-classifier' },
      });
      const when = new Date(Date.now() + 2_000).toISOString().slice(0, 19);
      await client.call('PostSchedule', named, {
        schedule: { dataset_id: 'texts', expression: `at(${when})`, min_new_inputs: 500 },
      });
      await signIn(`/apps/${app}/schedules`);
      await page.getByText('It has not fired yet').or(page.getByText('Last:')).waitFor();
      for (let tries = 0; tries < 40; tries += 1) {
        const { schedules } = await client.call('ListSchedules', named);
        if (schedules[0]?.last_firing) break;
        await page.waitForTimeout(250);
      }
      await page.reload();
      await page.getByText('40 new inputs, at least 500 are wanted').waitFor();
      await page.getByText('none any more').waitFor();
      await axe();
      await screenshot('schedules');
      await dropApp(stage, app);
    },
  },
];
