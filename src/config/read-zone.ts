/** The canonical IANA name of a time zone; `undefined` where there is none of this name. */
export function canonicalZone(zone: string): string | undefined {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}

/** The zone a variable names, else the machine's own, else `fallback`. Never fails. */
export function readZoneOr(text: string | undefined, fallback: string): string {
  return canonicalZone(text?.trim() || Intl.DateTimeFormat().resolvedOptions().timeZone) ?? fallback;
}
