import type { Locator, Page } from 'playwright-core';

/** More stops than a page has. */
const most = 400;

/** Goes to a control as a person without a mouse does. @throws Error where no Tab leads to it */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  await target.first().waitFor();
  for (let times = 0; times < most; times += 1) {
    if (await hasFocus(target)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`no Tab leads to ${String(target)}`);
}

/** Goes to a link or a button, and presses Enter on it. */
export async function press(page: Page, target: Locator): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.press('Enter');
}

/** Goes to a field, and types into it in place of what stands there. */
export async function type(page: Page, target: Locator, text: string): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type(text);
}

/** Goes to a check box, and sets it with the space bar where it is not set. */
export async function check(page: Page, target: Locator): Promise<void> {
  await tabTo(page, target);
  if (!(await target.first().isChecked())) await page.keyboard.press('Space');
}

/** Goes to the group of a radio button, and by arrows to the button. */
export async function choose(page: Page, target: Locator): Promise<void> {
  await target.first().waitFor();
  if (await target.first().isChecked()) return;
  const name = await target.first().getAttribute('name');
  const group = page.locator(`input[type=radio][name="${name}"]`);
  for (let times = 0; times < most; times += 1) {
    if (await hasFocusAmong(group)) break;
    await page.keyboard.press('Tab');
  }
  // The group begins at its chosen one, or at its first.
  await page.keyboard.press('Space');
  for (let times = 0; times < 30 && !(await target.first().isChecked()); times += 1)
    await page.keyboard.press('ArrowDown');
  if (!(await target.first().isChecked())) throw new Error(`no arrow leads to ${String(target)}`);
}

function hasFocus(target: Locator): Promise<boolean> {
  return target.first().evaluate((element) => element === document.activeElement);
}

function hasFocusAmong(targets: Locator): Promise<boolean> {
  return targets.evaluateAll((elements) =>
    elements.some((element) => element === document.activeElement),
  );
}
