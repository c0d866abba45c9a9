import type { Era } from '../../knowledge/schema.ts';
import type { Reading } from './reading.ts';

/** What a question limits the ports to. */
export interface Asked {
  readonly direction: 'inbound' | 'outbound' | undefined;
  readonly transport: 'tcp' | 'udp' | undefined;
  readonly encryption: 'tls' | 'starttls' | 'plain' | undefined;
  readonly era: Era | 'both' | undefined;
}

/** The direction, transport, encryption and era of a question, each where exactly one is named. */
export function readAsked({ has }: Reading): Asked {
  return {
    direction: one(has('inbound'), 'inbound', has('outbound'), 'outbound'),
    transport: one(has('tcp'), 'tcp', has('udp'), 'udp'),
    encryption: has('starttls')
      ? has('tls', 'plain')
        ? undefined
        : 'starttls'
      : one(has('tls'), 'tls', has('plain'), 'plain'),
    era: has('past')
      ? has('now') || has('changed', 'difference')
        ? 'both'
        : 'then'
      : has('changed')
        ? 'both'
        : undefined,
  };
}

function one<First extends string, Second extends string>(
  isFirst: boolean,
  first: First,
  isSecond: boolean,
  second: Second,
): First | Second | undefined {
  if (isFirst === isSecond) return undefined;
  return isFirst ? first : second;
}
