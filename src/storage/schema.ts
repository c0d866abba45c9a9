import type { Generated } from 'kysely';

/*
 * The tables. Instants are integer milliseconds since 1970, truth values 0 or 1, structures JSON text, on both
 * databases alike. Every row that belongs to a team has its key.
 */

/** All tables, as Kysely sees them. */
export interface Schema {
  teams: TeamTable;
  deadlines: DeadlineTable;
  reminders: ReminderTable;
  occurrences: OccurrenceTable;
  deliveries: DeliveryTable;
  acknowledgements: AcknowledgementTable;
  channels: ChannelTable;
  seen_events: SeenEventTable;
  leases: LeaseTable;
  question_counts: QuestionCountTable;
  question_texts: QuestionTextTable;
  kept_answers: KeptAnswerTable;
  administrators: AdministratorTable;
  refused_senders: RefusedSenderTable;
  counted_messages: CountedMessageTable;
  hosts: HostTable;
  own_ports: OwnPortTable;
  audit_events: AuditEventTable;
  audit_contents: AuditContentTable;
  audit_releases: AuditReleaseTable;
  erasures: ErasureTable;
}

/** What will be erased, of teams and of people. */
interface ErasureTable {
  team: string;
  /** Empty for the whole team. */
  person: string;
  asked_by: string;
  role: string;
  place: string;
  request: string;
  asked_at: number;
  due_at: number;
  why: string;
}

/** Rows are added, and deleted only where a row of `audit_releases` lets them go. */
interface AuditEventTable {
  number: Generated<number>;
  team: string;
  at: number;
  by_whom: string;
  role: string;
  place: string;
  act: string;
  request: string;
  subject_kind: string;
  subject: string;
  /** 1 where there is, or was, a row of contents. */
  has_content: number;
}

/** What an event says beyond that it happened, so that it can be erased and the event stays. The same rule holds. */
interface AuditContentTable {
  event: number;
  team: string;
  at: number;
  /** JSON; null where the thing was not there. */
  before: string | null;
  after: string | null;
}

/** Lets older rows of the audit go. A row is there only within the transaction that deletes them. */
interface AuditReleaseTable {
  /** `*` for all. */
  team: string;
  before_at: number;
}

interface RefusedSenderTable {
  team: string;
  recipient: string;
  /** A person, or `everybody`. */
  sender: string;
  refused_at: number;
}

interface CountedMessageTable {
  team: string;
  sender: string;
  recipient: string;
  asked_at: number;
}

interface HostTable {
  team: string;
  host: string;
  added_by: string;
  added_at: number;
}

interface OwnPortTable {
  team: string;
  /** The id of the knowledge's row. */
  port_row: string;
  /** Empty for all of the team's hosts. */
  host: string;
  /** 0 where it is off. */
  port: number;
  changed_by: string;
  changed_at: number;
}

interface AdministratorTable {
  team: string;
  person: string;
  appointed_by: string;
  appointed_at: number;
}

interface TeamTable {
  team: string;
  settings: string;
  profile: string;
  changed_by: string;
  changed_at: number;
}

interface DeadlineTable {
  team: string;
  id: string;
  title: string;
  date: string;
  note: string | null;
  created_by: string;
  created_at: number;
  done_by: string | null;
  done_at: number | null;
}

interface ReminderTable {
  team: string;
  id: string;
  /** The part of the team key before the colon. */
  platform: string;
  text: string;
  schedule: string;
  /** The deadline a countdown counts to. */
  deadline: string | null;
  target_kind: string;
  target_id: string;
  catch_up: string;
  grace_ms: number;
  escalation: string | null;
  pings_everyone: number;
  created_by: string;
  created_at: number;
  /** As in the contract, and `removed`. */
  state: string;
  parked_reason: string | null;
  /** Set only while the reminder is active. */
  next_due_at: number | null;
  is_private: number;
  purpose: string | null;
  /** Of an imported one: its UID in the calendar it came from. */
  uid: string | null;
  /** Somebody else than whoever made it, who changed it last. */
  changed_by: string | null;
}

interface OccurrenceTable {
  id: string;
  team: string;
  reminder: string;
  kind: string;
  scheduled_for: number;
  delivery: string | null;
  skipped_reason: string | null;
  /** 0: not an escalation. 1: the post again. 2: to the escalation's own target. */
  stage: number;
  created_at: number;
}

interface DeliveryTable {
  id: string;
  team: string;
  platform: string;
  target_kind: string;
  target_id: string;
  due_at: number;
  /** Rises where more is due in a channel at one instant than one post holds, or came after the first had begun. */
  part: number;
  state: string;
  not_before: number;
  /**
   * When the row next needs a worker: `due`: not_before, or its channel's next free second; `claimed`: the end of the
   * lease; `sending`: when the post has certainly ended. Null once settled. One index on it serves every case.
   */
  wake_at: number | null;
  attempts: number;
  looks: number;
  must_reconcile: number;
  attempt_started_at: number | null;
  fencing_token: number;
  lease_owner: string | null;
  posted_at: number | null;
  message_id: string | null;
  reason: string | null;
}

interface AcknowledgementTable {
  occurrence: string;
  how: string;
  team: string;
  reminder: string;
  delivery: string | null;
  by_whom: string;
  at: number;
  until: number | null;
}

interface ChannelTable {
  team: string;
  target_kind: string;
  target_id: string;
  /** No post before this instant: the last one was a moment ago, or the platform asked for a pause. */
  open_at: number;
}

interface SeenEventTable {
  team: string;
  key: string;
  seen_at: number;
}

interface LeaseTable {
  name: string;
  owner: string;
  token: number;
  until: number;
}

interface QuestionCountTable {
  team: string;
  /** In UTC, as `2026-12-31`. */
  day: string;
  /** A reason of a refusal, or `not-meant`. */
  why: string;
  /** The key of the nearest entry, or of the one that was shown; empty for none. */
  entry: string;
  /** The key of the entry that was meant; empty for a refusal. */
  wanted: string;
  count: number;
  last_at: number;
}

interface QuestionTextTable {
  team: string;
  why: string;
  entry: string;
  text: string;
  count: number;
  last_at: number;
}

interface KeptAnswerTable {
  team: string;
  /** The id of the request it answered. */
  request: string;
  /** JSON. */
  reply: string;
  kept_at: number;
}
