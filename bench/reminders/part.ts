import type { Row, SectionResult } from '../measure/result.ts';
import { summarise } from '../measure/summarise.ts';

/** A part of the section; the section puts them together. */
export type Part = Pick<SectionResult, 'rows' | 'aims'>;

/** A line of the table; none where nothing was measured. */
export function row(name: string, unit: string, values: readonly number[]): Row[] {
  return values.length === 0 ? [] : [{ name, unit, values: summarise(values) }];
}
