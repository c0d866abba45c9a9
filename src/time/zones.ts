let known: readonly string[] | undefined;

/**
 * The name by which the runtime knows a time zone: `Europe/Berlin` for `europe/berlin`. Two names of one zone, an older
 * and a newer one, become one. `undefined` where there is no such zone. Offsets such as `+02:00` are zones, too.
 */
export function canonicalZone(zone: string): string | undefined {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}

/** The time zone this machine is set to. */
export function machineZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** The IANA zones that the runtime lists, one name each. It accepts more: older and newer names, and UTC. */
export function knownZones(): readonly string[] {
  known ??= Intl.supportedValuesOf('timeZone');
  return known;
}
