import { concepts } from '../lexicon.ts';

/** Concepts that a list of ports answers. */
export const portsExplain = concepts(
  `port number open need use list which what where default firewall software inbound outbound tcp udp transport
  tls starttls plain past now changed rule internet connect mail server product exists difference migrate
  bothways urgent download eras`,
);

/** Words other than `port` that ask for ports. */
export const portsSignals = concepts('firewall open close inbound outbound tcp udp tls starttls plain internet rule');

/** Words that ask for some of the ports, so that the answer isn't all of them. */
export const partOfPorts = concepts(
  `close unneeded send receive deliver collect people phone home provider auth other why fail safe private move
  ownport amount process internet test between`,
);

/** Words that say nothing about which ports are wanted. */
export const asideOfPorts = concepts(
  `how who when why only keep version old config same never bothways enough difference find implicit update sure
  renamed exempt`,
);
