/* Pages of the user rather than of an app: one part of the bundle. */
export { Activity } from './activity/activity.tsx';
export { Keys } from './keys/keys.tsx';
export { Notifications } from './notifications/notifications.tsx';
export { Usage } from './usage/usage.tsx';
