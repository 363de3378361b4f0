/* Datasets: one part of the bundle. */
export { Dataset } from './datasets/dataset.tsx';
export { Datasets } from './datasets/datasets.tsx';
