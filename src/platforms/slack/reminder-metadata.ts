const eventType = 'mdaemon_reminder';

/** What a post carries unseen, so that it is known again in a channel's history. */
export function reminderMetadata(delivery: string) {
  return { event_type: eventType, event_payload: { delivery } };
}

/** The delivery a message's metadata names; nothing where it is none of ours. */
export function readReminderMetadata(metadata: unknown): string | undefined {
  const { event_type, event_payload } = (metadata ?? {}) as {
    event_type?: unknown;
    event_payload?: { delivery?: unknown };
  };
  const delivery = event_payload?.delivery;
  return event_type === eventType && typeof delivery === 'string' ? delivery : undefined;
}
