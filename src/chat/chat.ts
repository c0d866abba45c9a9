export { createExpiringMap, type ExpiringMap } from './expiring-map.ts';
export { isUnreached } from './is-unreached.ts';
export { keepLink, type OpenLink } from './keep-link.ts';
export { createSeenEvents, type SeenEvents } from './seen-events.ts';
export { createWorkTracker, type WorkTracker } from './work-tracker.ts';
