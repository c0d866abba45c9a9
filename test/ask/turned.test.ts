import { expect, test } from 'vitest';
import { createBotAsker } from './ask-bot.ts';

/*
 * Questions whose yes means the opposite of what their other words say, found by somebody who attacked the answers. A right
 * word or none will do; the wrong one sounds like an all-clear.
 */
const ask = createBotAsker();

test.each([
  ['Is 20.0.4 free of known vulnerabilities?', 'Yes'],
  ['Is 22.0.3 clean of known vulnerabilities?', 'Yes'],
  ['Ist 20.0.4 frei von bekannten Schwachstellen?', 'Yes'],
  ['¿Está 20.0.4 libre de vulnerabilidades conocidas?', 'Yes'],
  ['La 20.0.4 est-elle exempte de vulnérabilités connues ?', 'Yes'],
  ['La 20.0.4 è priva di vulnerabilità note?', 'Yes'],
  ['Czy 20.0.4 jest wolna od znanych luk?', 'Yes'],
  ['A 20.0.4 está livre de vulnerabilidades conhecidas?', 'Yes'],
  ['La 25.0.1 non è vulnerabile a CVE-2025-3929?', 'Yes'],
  ['Schadet es, wenn Port 1000 aus dem Internet erreichbar ist?', 'No'],
  ['Kan het kwaad om poort 1000 naar internet open te zetten?', 'No'],
  ['Faz mal abrir a porta 1000 para a internet?', 'No'],
  ['Czy zaszkodzi otworzyć port 1000 na internet?', 'No'],
  ['Faz mal bloquear 127.0.0.1?', 'No'],
  ['¿Hace daño cerrar el 25 si todos usan 587?', 'No'],
  ['We run 18.5. Would it hurt to close 3101?', 'Yes'],
  ['Chaque nœud du cluster peut-il se passer de licence ?', 'Yes'],
  ['Può un nodo del cluster fare a meno della licenza?', 'Yes'],
  ['Does IKARUS stop scanning when the AntiVirus licence has expired?', 'No'],
  ['can I drop TCP 53?', 'Yes'],
  ['We never use IMAP. May 143 stay closed?', 'No'],
])('%s does not begin with %s', async (question, wrong) => {
  const { text } = await ask(question);
  expect(text).not.toMatch(new RegExp(`^${wrong}\\b`));
  expect(text).not.toMatch(new RegExp(`second question: ${wrong}\\b`));
});
