/** When Discord's ids begin: the first second of 2015 (developers/reference#snowflakes). */
const epochMs = 1_420_070_400_000;

/** The lowest id of an instant. Ids hold the time they were made, so histories are read between two of them. */
export function snowflakeAt(instantMs: number): string {
  return (BigInt(Math.max(0, Math.floor(instantMs) - epochMs)) << 22n).toString();
}

/** Which of two ids is the later one, as for sorting. */
export function compareSnowflakes(one: string, other: string): number {
  const difference = BigInt(one) - BigInt(other);
  return difference === 0n ? 0 : difference > 0n ? 1 : -1;
}
