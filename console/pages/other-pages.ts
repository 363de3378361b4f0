/*
 * Pages beside those of models and datasets, the app's and the user's: one part of the bundle. Two
 * would be larger by a hundredth of all, since what both use would lie in files of its own.
 */
export { Activity } from './activity/activity.tsx';
export { Budgets } from './billing/budgets/budgets.tsx';
export { Invoice } from './billing/invoices/invoice.tsx';
export { Invoices } from './billing/invoices/invoices.tsx';
export { Ledger } from './billing/ledger/ledger.tsx';
export { Estimator } from './estimator/estimator.tsx';
export { Keys } from './keys/keys.tsx';
export { Notifications } from './notifications/notifications.tsx';
export { Schedules } from './schedules/schedules.tsx';
export { Train } from './train/train.tsx';
export { Usage } from './usage/usage.tsx';
