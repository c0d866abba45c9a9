export { inSlices } from './slices.ts';
export { type StartTimer, sleep, startTimer, untilAborted, withinTime } from './time-outs.ts';
export { canonicalZone, knownZones, machineZone } from './zones.ts';
