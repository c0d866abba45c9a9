import type { ReminderService } from '../reminders/reminders.ts';

/**
 * Reminders whose store is opened at the first call, for programs that mostly need none.
 *
 * @param open called at every call; has to return the same service each time
 */
export function remindersOnFirstUse(open: () => Promise<ReminderService>): ReminderService {
  return {
    now: async () => (await open()).now(),
    list: async (...given) => (await open()).list(...given),
    show: async (...given) => (await open()).show(...given),
    status: async (...given) => (await open()).status(...given),
    add: async (...given) => (await open()).add(...given),
    edit: async (...given) => (await open()).edit(...given),
    setState: async (...given) => (await open()).setState(...given),
    remove: async (...given) => (await open()).remove(...given),
    removeBeginningWith: async (...given) => (await open()).removeBeginningWith(...given),
    restore: async (...given) => (await open()).restore(...given),
    runNow: async (...given) => (await open()).runNow(...given),
    acknowledge: async (...given) => (await open()).acknowledge(...given),
    listDeadlines: async (...given) => (await open()).listDeadlines(...given),
    addDeadline: async (...given) => (await open()).addDeadline(...given),
    editDeadline: async (...given) => (await open()).editDeadline(...given),
    removeDeadline: async (...given) => (await open()).removeDeadline(...given),
    finishDeadline: async (...given) => (await open()).finishDeadline(...given),
  };
}
