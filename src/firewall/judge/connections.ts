import { addressSpan, type Network } from '../network.ts';
import type { ChainRule, Ruleset } from '../read/read.ts';
import { everybody, nobody, type PacketSet } from './diagrams.ts';
import type { Way } from './match.ts';
import {
  findPassages,
  isBeforeNat,
  isExact,
  type Passage,
  passAll,
  passAndStop,
  passNat,
  untrackedPackets,
} from './passages.ts';
import { fixBit, type Space, within } from './space.ts';
import { arrivalBy, findOtherMachines, translate } from './translations.ts';

/** Connections that are made for sure, and those that may be, where that depends on something unknown. */
interface Connections {
  readonly certain: PacketSet;
  readonly possible: PacketSet;
}

/** The connections of one way, and the chains their packets go through, in that order: the first packet, then the answer. */
export interface JudgedWay extends Connections {
  readonly passages: readonly Passage[];
  /** On a gateway: rules that send connections to the server, and which may come to it that way. */
  readonly arrivals: readonly { readonly rule: ChainRule; readonly set: PacketSet }[];
}

/**
 * The connections that a rule set lets be made one way. The answers have to pass too.
 *
 * @param host the server behind a gateway; needed for the ways through it.
 */
export function judgeWay(space: Space, ruleset: Ruleset, way: Way, host?: Network): JudgedWay {
  const { diagrams } = space;
  const isServer = host === undefined ? everybody : within(space, space.local, [addressSpan(host)]);
  const destination = { way, host, isServer, isElsewhere: findOtherMachines(ruleset) };
  const { firsts, replies, nats, natHook, inOrder } = findPassages(space, ruleset, way, { host, isServer });
  const translating = nats.filter(({ place }) => place.hook === natHook);
  const byServer = (set: PacketSet) =>
    host === undefined ? set : diagrams.project(diagrams.and(set, isServer), space.local.first, space.local.end);
  const isPlain = space.untracked === undefined && space.translated === undefined && nats.length === 0;
  if (isPlain && isExact([...firsts, ...replies])) {
    // Most rule sets: nothing is unknown and nothing is sent elsewhere, so what may pass does.
    const passing = byServer(passAll(space, [...firsts, ...replies]));
    return { certain: passing, possible: passing, passages: inOrder, arrivals: [] };
  }
  const early = firsts.filter((each) => isBeforeNat(each.chain, natHook));
  const late = firsts.filter((each) => !early.includes(each));
  const before = { ...passAndStop(space, early) };
  const behind = { ...passAndStop(space, [...late, ...replies]) };
  let sentBefore = nobody;
  for (const passage of nats) {
    const isTranslating = translating.includes(passage);
    const row = isTranslating ? before : behind;
    const { pass, stop, sent } = passNat(space, passage);
    // The first chain that translates a packet is the last of its hook.
    row.pass = diagrams.and(row.pass, isTranslating ? diagrams.or(pass, sentBefore) : pass);
    row.stop = diagrams.or(row.stop, stop);
    if (isTranslating) sentBefore = diagrams.or(sentBefore, sent);
  }
  const { kept, translations } = translate(space, translating);
  const notTracked = untrackedPackets(space, [...firsts, ...replies]);

  const anyLocal = (set: PacketSet) => diagrams.project(set, space.local.first, space.local.end);
  const atBits = (set: PacketSet, untracked: 0 | 1, translated: 0 | 1) =>
    fixBit(space, fixBit(space, set, space.untracked, untracked), space.translated, translated);
  const { answersTracked, answersUntracked } = notTracked;
  const mayBeUntracked = diagrams.or(notTracked.may, answersUntracked);
  let possible = nobody;
  let stopped = diagrams.or(answersTracked, answersUntracked);
  let certainElsewhere = nobody;
  const arrivals: { rule: ChainRule; set: PacketSet }[] = [];
  const bits = [0, 1] as const;
  for (const untracked of bits) {
    const those = untracked === 1 ? notTracked.whole : notTracked.tracked;
    if (those === nobody) continue;
    for (const translated of bits) {
      if (translated === 1 && translations.length === 0) continue;
      const at = (set: PacketSet) => atBits(set, untracked, translated);
      const pass = at(behind.pass);
      const stop = at(behind.stop);
      const early = { pass: at(before.pass), stop: at(before.stop) };
      if (translated === 0) {
        const direct = diagrams.and(those, diagrams.and(at(kept), isServer));
        possible = diagrams.or(possible, diagrams.and(direct, diagrams.and(early.pass, pass)));
        stopped = diagrams.or(stopped, diagrams.and(direct, diagrams.or(early.stop, stop)));
        continue;
      }
      for (const { rule, target, may, must } of translations) {
        const arrival = arrivalBy(space, target, destination);
        if (arrival === undefined) continue;
        const moved = (set: PacketSet) => arrival.move(at(set));
        const reaches = moved(diagrams.and(diagrams.and(those, may), early.pass));
        // Rules meet another destination than the first packet's where an address was given.
        const isOther = way === 'inbound' && target.address !== undefined;
        const met = isOther ? anyLocal(pass) : pass;
        possible = diagrams.or(possible, diagrams.and(reaches, met));
        if (way !== 'through-in')
          stopped = diagrams.or(stopped, diagrams.and(reaches, isOther ? anyLocal(stop) : stop));
        else if (arrival.isSure && untracked === 0) {
          const surely = moved(diagrams.minus(diagrams.minus(must, mayBeUntracked), early.stop));
          certainElsewhere = diagrams.or(certainElsewhere, diagrams.minus(surely, stop));
          arrivals.push({ rule, set: diagrams.and(reaches, met) });
        }
      }
    }
  }
  if (answersTracked !== nobody) {
    // The tracker sees answers to what it has not seen, and may take them for anything.
    const strange = findPassages(space, ruleset, way, { host, isServer, strangeAnswers: true });
    const pass = passAll(space, strange.replies);
    const passes = diagrams.and(atBits(passAll(space, firsts), 1, 0), atBits(pass, 1, 0));
    possible = diagrams.or(possible, diagrams.and(diagrams.and(answersTracked, isServer), passes));
  }
  if (answersUntracked !== nobody) {
    const pass = passAll(space, replies);
    const passes = diagrams.and(atBits(passAll(space, firsts), 0, 0), atBits(pass, 1, 0));
    possible = diagrams.or(possible, diagrams.and(diagrams.and(answersUntracked, isServer), passes));
  }
  // What may be sent elsewhere is not for certain here.
  for (const { target, may } of translations) {
    const sent = diagrams.minus(atBits(may, 0, 0), notTracked.must);
    const arrival = way === 'through-in' ? undefined : arrivalBy(space, target, destination);
    stopped = diagrams.or(stopped, arrival?.isSure === true ? diagrams.minus(sent, arrival.move(sent)) : sent);
  }
  const direct = diagrams.minus(isServer, stopped);
  return {
    certain: diagrams.and(diagrams.or(byServer(direct), byServer(certainElsewhere)), byServer(possible)),
    possible: byServer(possible),
    passages: inOrder,
    arrivals,
  };
}
