import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Random } from './random.ts';

/** One message the peer took. */
export interface PeerMessage {
  readonly text: string;
  /** When it took it. */
  readonly at: Date;
}

/** A call, as it came. */
export interface PeerCall {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: string;
}

/** An answer in JSON. */
export interface PeerAnswer {
  readonly status: number;
  readonly body: object;
  readonly headers?: Readonly<Record<string, string>>;
}

/** How a platform's API is spoken. It keeps every message, also a second one with the same key. */
export interface PeerProtocol {
  /** The address bots are given, below the peer's own. */
  readonly base: string;
  kindOf(call: PeerCall): 'post' | 'history' | 'other';
  /** Takes a post: what it said, and the answer that tells so. */
  take(call: PeerCall): { readonly text: string; readonly answer: PeerAnswer };
  history(call: PeerCall): PeerAnswer;
  /** Whatever else is asked. */
  other(call: PeerCall): PeerAnswer;
  readonly tooMany: PeerAnswer;
  readonly broken: PeerAnswer;
}

/** What the peer does with a post, and how often of a hundred. */
const postFaults = [
  ['drop the reply', 9],
  ['429', 6],
  ['500', 5],
  ['500 after taking it', 3],
  ['hang', 3],
  ['hang after taking it', 3],
  ['take it late', 4],
  ['reset', 4],
] as const;

type PostFault = (typeof postFaults)[number][0] | 'none';

/** How long a late message may take to appear: past the poster's time-out, within what the bot waits for. */
const latestMs = 2_500;

/** A peer that speaks as a platform does, and misbehaves as a platform may. Nothing here forgives. */
export async function startFaultyPeer({
  random,
  protocol,
}: {
  readonly random: Random;
  readonly protocol: PeerProtocol;
}) {
  const messages: PeerMessage[] = [];
  const faults = new Map<string, number>();
  let calm = false;
  const pickFault = (): PostFault => {
    let chance = random.next() * 100;
    for (const [fault, share] of calm ? [] : postFaults) {
      chance -= share;
      if (chance < 0) {
        faults.set(fault, (faults.get(fault) ?? 0) + 1);
        return fault;
      }
    }
    return 'none';
  };
  const take = (call: PeerCall): PeerAnswer => {
    const { text, answer } = protocol.take(call);
    messages.push({ text, at: new Date() });
    return answer;
  };
  const post = (call: PeerCall, response: ServerResponse) => {
    switch (pickFault()) {
      case 'none':
        return send(response, take(call));
      case 'drop the reply':
        take(call);
        return response.destroy();
      case '429':
        return send(response, protocol.tooMany);
      case '500':
        return send(response, protocol.broken);
      case '500 after taking it':
        take(call);
        return send(response, protocol.broken);
      case 'hang':
        return undefined;
      case 'hang after taking it':
        return void take(call);
      case 'take it late':
        return void setTimeout(() => take(call), random.between(0, latestMs));
      case 'reset':
        return response.socket?.resetAndDestroy();
    }
  };
  const read = (call: PeerCall, response: ServerResponse) => {
    if (!calm && random.next() < 0.05) return send(response, protocol.tooMany);
    if (!calm && random.next() < 0.05) return response.destroy();
    send(response, protocol.history(call));
  };
  const server = createServer(async (request, response) => {
    const body = await readBody(request).catch(() => undefined);
    // A bot that was killed while it sent its request has sent nothing.
    if (body === undefined) return;
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://peer');
    const call = { method: request.method ?? '', path: pathname, query: searchParams, body };
    const kind = protocol.kindOf(call);
    if (kind === 'post') post(call, response);
    else if (kind === 'history') read(call, response);
    else send(response, protocol.other(call));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${protocol.base}`,
    messages,
    faults,
    /** No faults from here on, so that everything can settle. */
    calmDown: () => {
      calm = true;
    },
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function readBody(request: IncomingMessage): Promise<string | undefined> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) text += chunk;
  return request.complete ? text : undefined;
}

function send(response: ServerResponse, { status, body, headers }: PeerAnswer): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}
