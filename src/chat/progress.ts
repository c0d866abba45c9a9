import type { CommandProgress, RunControls } from '../bot/bot.ts';
import type { Asked, StopPressed } from './adapter.ts';
import type { ChatContext, RunningCommand } from './chat-context.ts';

/** Between two messages about how far a command is. */
const betweenMs = 2_000;

/** Follows one command from its start to its answer. */
interface Following {
  /** What the command is run with. */
  readonly controls: RunControls;
  /** From now on whoever waits is shown how far it is, if it says so. */
  show(): void;
  /** No more is shown. Resolves once nothing is on its way, so that the answer comes last. */
  end(): Promise<void>;
}

/**
 * Shows how far a command is that takes longer than the platform waits for its announcement, every two seconds and with a
 * button that stops it. Where it cannot be shown, the answer comes all the same.
 */
export function followProgress<Message>(
  context: ChatContext<Message>,
  { request, respond }: Asked<Message>,
): Following {
  const { adapter, running, startTimer, logger } = context;
  const stopping = new AbortController();
  let latest: CommandProgress | undefined;
  let shown: CommandProgress | undefined;
  let isShowing = false;
  let isFollowed = false;
  let hasEnded = false;
  let sending: Promise<void> | undefined;
  let cancelTimer = () => {};

  const command: RunningCommand = {
    team: request.team,
    by: request.actor,
    stop: () => stopping.abort(),
    stays: false,
  };
  const say = async ({ done, total, what }: CommandProgress) => {
    const message = adapter.render.progress(`${what}: ${done} of ${total}.`, request.id);
    command.stays = (await respond.progress?.(message)) === 'stays';
  };
  const look = async () => {
    if (latest !== undefined && latest !== shown && latest.done < latest.total) {
      shown = latest;
      running.set(request.id, command);
      await say(latest);
    }
  };
  const goOn = () => {
    isFollowed = true;
    sending = look().catch((err: unknown) => {
      logger.warn({ platform: adapter.platform, err }, 'Could not show the progress of a command');
    });
    void sending.then(() => {
      if (!hasEnded && !command.stays) cancelTimer = startTimer(betweenMs, goOn);
    });
  };
  const begin = () => {
    if (isShowing && !isFollowed && !hasEnded && latest !== undefined) goOn();
  };
  return {
    controls: {
      signal: stopping.signal,
      progress(progress) {
        latest = progress;
        begin();
      },
    },
    show() {
      isShowing = respond.progress !== undefined;
      begin();
    },
    async end() {
      hasEnded = true;
      cancelTimer();
      await sending;
      cancelTimer();
      running.delete(request.id);
    },
  };
}

const notRunning =
  'That has ended, or another of my processes is running it. A check of a server ends by itself within 20 seconds.';
const notYours = 'Only the person who asked for it can stop it.';
const stopped = 'Stopped. The answer has what I found by then.';

/**
 * Stops a command for whoever asked for it, and nobody else. The command then answers with what it has.
 *
 * @throws what the platform refused; it is for the log
 */
export async function stopCommand<Message>(
  { adapter, running }: ChatContext<Message>,
  { requestId, team, by, respond }: StopPressed<Message>,
): Promise<void> {
  const { note } = adapter.render;
  const command = running.get(requestId);
  if (command === undefined || command.team !== team) return respond.tell(note(notRunning, 'Not stopped'));
  if (command.by.id !== by.id) return respond.tell(note(notYours, 'Not stopped'));
  command.stop();
  // Where the answer takes the place of the message, there is nothing to say before it.
  if (command.stays) await respond.update(note(stopped, 'Stopped'));
  else await respond.announce();
}
