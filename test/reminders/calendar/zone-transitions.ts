/** An instant at which a zone's clock jumps, and how far it is ahead of UTC before and from then on, in minutes. */
export interface Transition {
  readonly atMinute: number;
  readonly before: number;
  readonly after: number;
}

const minuteMs = 60_000;
const weekMinutes = 7 * 24 * 60;

/** Every zone whose clock jumps between 2024 and 2030, with its jumps; found by asking `Intl`, not our calendar. */
export function zonesWithTransitions(): ReadonlyMap<string, readonly Transition[]> {
  const zones = [...Intl.supportedValuesOf('timeZone'), 'America/Nuuk'];
  return new Map(
    zones.map((zone) => [zone, findTransitions(zone)] as const).filter(([, transitions]) => transitions.length > 0),
  );
}

/** The jumps of one zone's clock between 2024 and 2030. */
export function findTransitions(zone: string): Transition[] {
  const offset = offsetReader(zone);
  const end = Date.UTC(2031, 0, 1) / minuteMs;
  const transitions: Transition[] = [];
  for (let from = Date.UTC(2024, 0, 1) / minuteMs; from < end; from += weekMinutes) {
    const before = offset(from);
    const after = offset(from + weekMinutes);
    if (before === after) continue;
    let low = from;
    let high = from + weekMinutes;
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (offset(middle) === before) low = middle;
      else high = middle;
    }
    transitions.push({ atMinute: high, before, after });
  }
  return transitions;
}

function offsetReader(zone: string): (minute: number) => number {
  const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
  return (minute) => {
    const name = format.formatToParts(minute * minuteMs).find(({ type }) => type === 'timeZoneName')?.value ?? '';
    const [, sign, hours, minutes] = /([+-])(\d\d):(\d\d)/.exec(name) ?? [];
    return (sign === '-' ? -1 : 1) * (Number(hours ?? 0) * 60 + Number(minutes ?? 0));
  };
}
