/*
 * How versions come to answer, and points between them: loaded when one of the tabs is first
 * opened, since most visits look at neither.
 */
export { Dial } from './model/dial/dial.tsx';
export { Retraining } from './model/retraining/retraining.tsx';
