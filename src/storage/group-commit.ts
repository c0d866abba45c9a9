import { StorageError } from './store-health.ts';

/** How work of one kind is done for many at once. */
interface GroupParts<Item, Result> {
  /**
   * Does it for all in one transaction. The results are in the order of the items; `alone` stands for an item that has to be
   * done on its own, because another worker has its row or because more than its own row is written.
   */
  together(items: readonly Item[]): Promise<readonly (Result | 'alone')[]>;
  /** Does it for one, in a transaction of its own. */
  alone(item: Item): Promise<Result>;
  /** How many transactions of this kind may be under way at once. With more than one, a connection that hangs holds nobody up. */
  readonly lanes: number;
}

interface Waiting<Item, Result> {
  readonly item: Item;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

/** The most in one transaction: more than a loop delivers at once. */
const mostTogether = 100;

/**
 * Lets work that is asked for at the same time share a transaction, and so one wait for the disk. What comes while all lanes
 * are taken goes with the next one. Everybody is answered after the commit and never before.
 *
 * Where the transaction fails, each is tried alone, so that one row that the database refuses fails by itself. A commit
 * whose answer was lost may have been done: then a second try finds the row as the first one left it.
 */
export function createGroup<Item, Result>({
  together,
  alone,
  lanes,
}: GroupParts<Item, Result>): (item: Item) => Promise<Result> {
  const waiting: Waiting<Item, Result>[] = [];
  let underWay = 0;
  let isScheduled = false;

  const runTogether = async (items: readonly Item[]): Promise<readonly (Result | 'alone')[]> => {
    try {
      return await together(items);
    } catch (error) {
      // The store itself is in trouble: trying each alone would only meet it so many times more.
      if (error instanceof StorageError || items.length === 1) throw error;
      return items.map(() => 'alone');
    }
  };

  const run = async (group: readonly Waiting<Item, Result>[]): Promise<void> => {
    try {
      const results = await runTogether(group.map(({ item }) => item));
      const rest = group.map(async ({ item, resolve, reject }, index) => {
        const result = results[index] ?? 'alone';
        if (result !== 'alone') return resolve(result);
        await alone(item).then(resolve, reject);
      });
      await Promise.all(rest);
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
  };

  const schedule = () => {
    if (isScheduled || waiting.length === 0 || underWay >= lanes) return;
    isScheduled = true;
    // Whatever else arrived at the same moment is in line by then.
    setImmediate(() => {
      isScheduled = false;
      underWay += 1;
      void run(waiting.splice(0, mostTogether)).finally(() => {
        underWay -= 1;
        schedule();
      });
      schedule();
    });
  };

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      schedule();
    });
}
