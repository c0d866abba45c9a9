import type { Concept } from './english.ts';

/** What a question has to have for an article to answer it, whatever its words. */
export interface Intent {
  readonly article: string;
  /** All of these, and one of `any` where there are any, and none of `none`. */
  readonly all: readonly Concept[];
  readonly any: readonly Concept[];
  readonly none: readonly Concept[];
  /** Names no service, port or program; or may; or only these services and ports, and at least one of them. */
  readonly about: 'nothing' | 'anything' | readonly string[];
  /** Concepts it answers beside those. */
  readonly explains?: readonly Concept[];
  readonly score: number;
}

/** Those that begin in clear, and those that clients use in their place. */
const plainPorts = ['110', '143', '993', '995', 'imap', 'pop3', 'imaps', 'pop3s', 'mail'];

/** Most particular first. */
export const intents: readonly Intent[] = [
  {
    article: 'submission-587-isp',
    all: ['people'],
    any: ['port', 'send'],
    none: ['close', 'unneeded', 'other', 'update', 'tls', 'starttls', 'plain'],
    about: ['smtp'],
    explains: ['port', 'send', 'mail', 'home', 'phone', 'connect', 'server', 'open'],
    score: 0.97,
  },
  {
    article: 'localhost-rule',
    all: ['localhost'],
    any: [],
    none: [],
    about: 'anything',
    explains: [
      'firewall',
      'software',
      'close',
      'open',
      'safe',
      'why',
      'server',
      'mail',
      'process',
      'keep',
      'exempt',
      'connect',
      'rule',
      'port',
      'private',
      'only',
    ],
    score: 0.95,
  },
  {
    article: 'starttls-plain-ports',
    all: ['port', 'close'],
    any: ['tls', 'starttls', 'plain'],
    none: ['difference'],
    about: 'nothing',
    explains: ['unneeded', 'keep', 'open', 'why', 'force', 'people', 'only', 'safe', 'firewall', 'server', 'inbound'],
    score: 0.9,
  },
  {
    article: 'starttls-plain-ports',
    all: ['close'],
    any: ['tls', 'starttls', 'plain', 'people', 'force'],
    none: ['difference', 'provider', 'fail'],
    about: plainPorts,
    explains: [
      'port',
      'tls',
      'starttls',
      'plain',
      'unneeded',
      'keep',
      'open',
      'why',
      'force',
      'people',
      'only',
      'safe',
      'firewall',
      'mail',
    ],
    score: 0.9,
  },
  {
    article: 'starttls-plain-ports',
    all: ['plain'],
    any: ['keep', 'close', 'unneeded', 'off', 'why', 'need'],
    none: ['difference', 'provider', 'fail'],
    about: 'nothing',
    explains: ['port', 'tls', 'starttls', 'open', 'force', 'people', 'only', 'safe', 'firewall', 'mail', 'exists'],
    score: 0.85,
  },
  {
    article: 'ports-obsolete',
    all: ['port', 'unneeded'],
    any: [],
    none: ['tls', 'plain', 'starttls', 'people'],
    about: 'nothing',
    explains: ['close', 'firewall', 'past', 'internet', 'off'],
    score: 0.9,
  },
  {
    article: 'ports-obsolete',
    all: ['port', 'close'],
    any: ['which', 'what', 'list'],
    none: ['tls', 'plain', 'starttls', 'people', 'internet', 'safe', 'inbound', 'private'],
    about: 'nothing',
    explains: ['firewall', 'past', 'safe'],
    score: 0.82,
  },
  {
    article: 'expose-and-never',
    all: ['port'],
    any: ['internet', 'safe', 'private'],
    none: ['update', 'difference', 'tls', 'plain'],
    about: 'nothing',
    explains: ['open', 'close', 'firewall', 'unneeded', 'keep', 'inbound', 'list', 'server', 'only'],
    score: 0.88,
  },
  {
    article: 'ports-configurable',
    all: ['port', 'move'],
    any: [],
    none: ['why', 'migrate', 'firewall', 'difference', 'past'],
    about: 'anything',
    explains: ['default', 'other', 'server', 'number', 'mail', 'open', 'people'],
    score: 0.84,
  },
  {
    article: 'submission-587-isp',
    all: ['send'],
    any: ['home', 'provider', 'people', 'phone'],
    none: ['other', 'update', 'duplicate', 'danger', 'log', 'notice'],
    about: ['25', '587', 'smtp', 'mail', 'submission', 'activesync'],
    explains: [
      'fail',
      'close',
      'port',
      'mail',
      'connect',
      'home',
      'provider',
      'people',
      'receive',
      'open',
      'server',
      'phone',
      'why',
    ],
    score: 0.86,
  },
  {
    article: 'submission-587-isp',
    all: ['send'],
    any: ['home', 'provider', 'people', 'port'],
    none: ['other', 'update', 'duplicate', 'danger', 'log', 'notice', 'account', 'outbound', 'receive', 'script'],
    about: 'nothing',
    explains: [
      'fail',
      'close',
      'port',
      'mail',
      'connect',
      'home',
      'provider',
      'people',
      'open',
      'server',
      'phone',
      'why',
    ],
    score: 0.8,
  },
  {
    article: 'submission-587-isp',
    all: ['send', 'fail'],
    any: ['home', 'provider'],
    none: ['other', 'update', 'duplicate', 'danger', 'log'],
    about: 'nothing',
    explains: ['close', 'port', 'mail', 'connect', 'people', 'receive', 'open', 'server', 'phone', 'why'],
    score: 0.84,
  },
  {
    article: 'submission-587-isp',
    all: ['provider', 'close'],
    any: [],
    none: ['receive', 'collect'],
    about: ['25', 'smtp', '587', 'mail'],
    explains: ['port', 'people', 'home', 'send', 'mail', 'what', 'how', 'fail', 'outbound', 'use'],
    score: 0.92,
  },
];
