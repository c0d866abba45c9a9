import { readFile } from 'node:fs/promises';

/** What a process holds, in MiB. */
export interface Memory {
  /** Resident: every page in memory, shared ones included. */
  readonly resident: number;
  /** Proportional: shared pages, such as those of Node's own program, divided among those who share them. */
  readonly proportional: number;
  /** Its alone, and what would come free if it ended. */
  readonly own: number;
}

/** Reads the memory of a process from Linux. */
export async function readMemory(pid: number): Promise<Memory> {
  const text = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8');
  const read = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text)?.[1] ?? Number.NaN) / 1024;
  return {
    resident: read('Rss'),
    proportional: read('Pss'),
    own: read('Private_Clean') + read('Private_Dirty'),
  };
}
