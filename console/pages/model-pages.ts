/*
 * Models, and the tabs of one that need nothing large of their own (the chart of a training, the
 * drawing of answers): one part of the bundle.
 */
export { Models } from './models/models.tsx';
export { Model } from './model/model.tsx';
export { Export } from './model/export/export.tsx';
export { Overview } from './model/overview/overview.tsx';
export { Versions } from './model/versions/versions.tsx';
