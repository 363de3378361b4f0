import { budgetBugs } from './bugs/budgets.ts';
import { estimateBugs } from './bugs/estimate.ts';
import { gateBugs } from './bugs/gate.ts';
import { idempotencyBugs } from './bugs/idempotency.ts';
import { invoiceBugs } from './bugs/invoices.ts';
import { lineBugs } from './bugs/line.ts';
import { moneyBugs } from './bugs/money.ts';
import { queueBugs } from './bugs/queue.ts';
import { quoteBugs } from './bugs/quotes.ts';
import { recoveryBugs } from './bugs/recovery.ts';
import { scheduleBugs } from './bugs/schedules.ts';
import { workflowBugs } from './bugs/workflow.ts';
import type { PlantedBug } from './planted-bug.ts';

/** Every bug that is planted, one after the other. */
export const bugs: readonly PlantedBug[] = [
  ...moneyBugs,
  ...budgetBugs,
  ...quoteBugs,
  ...invoiceBugs,
  ...workflowBugs,
  ...queueBugs,
  ...idempotencyBugs,
  ...scheduleBugs,
  ...estimateBugs,
  ...recoveryBugs,
  ...gateBugs,
  ...lineBugs,
];
