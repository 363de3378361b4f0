/*
 * Models, and the tabs of one but the training's, whose chart is large: one part of the bundle.
 * With Predict apart, all would be larger by a seventieth, with
 * Retraining and Dial apart by a fiftieth.
 */
export { Models } from './models/models.tsx';
export { Model } from './model/model.tsx';
export { Dial } from './model/dial/dial.tsx';
export { Export } from './model/export/export.tsx';
export { Overview } from './model/overview/overview.tsx';
export { Retraining } from './model/retraining/retraining.tsx';
export { Predict } from './model/predict/predict.tsx';
export { Versions } from './model/versions/versions.tsx';
