/*
 * Models, and the tabs of one but the training's, whose chart is large: one part of the bundle.
 * With Predict apart, all would be larger by a seventieth.
 */
export { Models } from './models/models.tsx';
export { Model } from './model/model.tsx';
export { Export } from './model/export/export.tsx';
export { Overview } from './model/overview/overview.tsx';
export { Predict } from './model/predict/predict.tsx';
export { Versions } from './model/versions/versions.tsx';
