import type { Concept } from './english.ts';

/** Words of a question that say how it is asked more than what about; they weigh little when texts are compared. */
export const lightConcepts: Readonly<Partial<Record<Concept, number>>> = {
  what: 0.1,
  which: 0.1,
  how: 0.3,
  where: 0.3,
  who: 0.3,
  when: 0.4,
  why: 0.5,
  list: 0.3,
  number: 0.1,
  port: 0.6,
  need: 0.4,
  use: 0.3,
  exists: 0.2,
  product: 0.1,
  server: 0.3,
  now: 0.2,
  only: 0.3,
  other: 0.4,
  mail: 0.5,
  find: 0.4,
  connect: 0.5,
  people: 0.5,
  default: 0.6,
  night: 0.3,
};
