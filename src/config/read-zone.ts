import { canonicalZone, machineZone } from '../time/time.ts';

/** The zone a variable names, else the machine's own, else `fallback`. Never fails. */
export function readZoneOr(text: string | undefined, fallback: string): string {
  return canonicalZone(text?.trim() || machineZone()) ?? fallback;
}
