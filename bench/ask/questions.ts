import { nameOf } from './large-knowledge.ts';

/** What is asked in the benchmark: look-ups, sentences, three languages, misspellings, a story, and what is not known. */
export const questions: readonly string[] = [
  'imap',
  'port 4069/udp',
  'which port is webmail on by default',
  'can I close 143 and 110 if I force SSL',
  'is 4069 tcp or udp',
  'users at home cannot send, their provider blocks 25',
  'why did mdaemon restart in the middle of the day',
  'do I have to upgrade securityplus before the deadline',
  'what is CFEngine.exe and why is it eating cpu',
  'what was worldclient called before',
  'Welche Ports muss ich in der Firewall für MDaemon öffnen?',
  'Warum startet der Server nachts von selbst neu?',
  '¿Cuál es el puerto IMAP seguro?',
  '¿cómo desactivo las actualizaciones automáticas?',
  'outlok conector prot',
  'remote adminstration ports over ssl',
  'how do I hide the version in the greeting of the smtp server',
  'my IP got blocked by dynamic screening',
  'imap port of gmail',
  'mysql default port',
  'restart the server now',
  'asdfghjkl qwertzuiop yxcvbnm',
  'port 4070',
  `Hello all! We had a new firewall installed today by a contractor who wrote nothing down. Nobody outside of the office can
   read mail now, I was on the phone with three people already, and my coffee is cold. I need one thing only: which ports
   does IMAP need? Many thanks in advance, and have a good weekend. Kind regards from the cold north, Peter`,
];

/** The same, and questions about entries of a large operator's own. */
export const ownQuestions: readonly string[] = [
  ...questions,
  `which port does the ${nameOf(77)} use`,
  `${nameOf(1_234)} does not answer, what now`,
  `no signal from ${nameOf(2_001)}`,
  `which ports does the ${nameOf(5).replace('vault', 'vualt')} need`,
];
