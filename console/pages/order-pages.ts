/* Where trainings are ordered, now or again and again: one part of the bundle. */
export { Schedules } from './schedules/schedules.tsx';
export { Train } from './train/train.tsx';
