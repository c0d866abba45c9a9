import {
  type Advisory,
  assessAdvisory,
  assessSpan,
  assessVersion,
  type KnowledgeBase,
  type VersionSpan,
} from '../../../knowledge/knowledge.ts';
import type { Reading } from '../reading.ts';
import type { Verdict } from '../understanding.ts';

/** What a yes or no about vulnerabilities is decided by: versions, and the advisories that were asked about. */
export interface AdvisoryQuestion {
  readonly versions: readonly string[];
  readonly span: VersionSpan | undefined;
  /** Named in the question, or on a part that is; empty where all are meant. */
  readonly wanted: readonly Advisory[];
  /** By name, and not by the part they are on. */
  readonly isNamed: boolean;
}

const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));

/** `is it fixed`, `is 24.5.1 safe`: a yes to these is good news. */
const goodWords =
  words(`fix fixes safe veilig veilige bezpieczna bezpieczny bezpieczne bezpieczni sicura sicuri sicure segura seguros
  seguras sur sure surs proteges protege protegee protetti protetto protetta protegida protegidos chroniona chroniony zalatana zalatany
  zalatane corrigee corrigees corrige corretta corrette corrigida corrigidas corrigido corretto beveiligd gedicht opgelost gelost
  secure protected fixed patched unaffected enough sicher geschutzt behoben gepatcht seguro
  protegido corregido`);
/** A yes to these is bad news. */
const badWords =
  words(`vulnerable affected exploitable hit vulnerability vulnerabilities unsafe insecure dangerous risky exposed
  danger hole holes lucke lucken schwachstelle schwachstellen dziury dziura dziure luki luke podatna podatny podatne podatnosci
  zagrozona zagrozony faille failles vulnerables vulnerabilite vulnerabilites touche touchee concernee falla falle vulnerabili
  vulnerabilita colpita colpito falha falhas brecha brechas vulneravel vulneravelis vulnerabilidade vulnerabilidades afetado afetada
  agujero agujeros fallo fallos kwetsbaar kwetsbaarheid kwetsbaarheden lek lekken getroffen unpatched concerned concern affect affects hackable patch update upgrade betroffen verwundbar angreifbar
  anfallig unsicher vulnerable afectado afectada`);
/** With any of these it takes a reader to tell what a yes would mean. */
const turningWords = words(
  'exploit exploits exploited hack hacked attack attacks attacked compromised ausgenutzt last first only latest newest oldest not isnt arent no longer never nicht kein keine keinen nunca ya sin without dont doesnt arent pas non niet geen nie nao nem jamais mai ohne sans senza zonder bez sem free clean frei libre libres exempte exempt exempts exempta priva privo prive vrij wolna wolny wolne livre livres limpia limpo',
);
/** True where it takes a reader to tell what a yes about vulnerabilities would mean: `is it free of holes`. */
export function turnsAdvisory(typed: readonly string[]): boolean {
  return typed.some((word) => turningWords.has(word));
}

/** `can I stay on 25.0.1`: a yes would be an all-clear. */
const stayingWords = words('stay staying outdated bleiben');
/** Of a service that has ended. */
const worksWords = words('work works working get gets receive receives funktioniert funciona');
/** `is anything before 20 affected` is asked of one version at least, `are all of 25 safe` of each. */
const someWords = words('anything something any some irgendwas irgendeine alguna algo');

type Outcome = 'affected' | 'partly' | 'fixed' | 'open';

/** No yes and no no where the ranges leave it open, and never an all-clear from one advisory while another concerns it. */
export function advisoryVerdict(
  reading: Reading,
  knowledge: KnowledgeBase,
  question: AdvisoryQuestion,
): Verdict['says'] | undefined {
  const { yesNo, words: typed, has: hasConcept } = reading;
  const has = (set: ReadonlySet<string>) => typed.some((word) => set.has(word));
  const ends = question.wanted.some(({ kind }) => kind === 'end-of-service');
  const isGood = has(goodWords) || (ends && has(worksWords));
  const isBad = has(badWords) || (ends && hasConcept('use')) || (!isGood && hasConcept('danger'));
  const stays = !question.isNamed && has(stayingWords);
  // A yes needs a question whose yes is known to mean the one or the other.
  if (!yesNo || stays || turnsAdvisory(typed) || isGood === isBad) return undefined;
  const outcome = outcomeOf(knowledge, question);
  switch (outcome) {
    case 'affected':
      return isGood ? 'no' : 'yes';
    case 'partly':
      // Some are affected: so not all of them are safe, and at least one is hit.
      if (isGood) return has(someWords) ? 'depends' : 'no';
      if (has(someWords)) return 'yes';
      // Of several that are named the answer tells each.
      return question.span === undefined ? undefined : 'depends';
    case 'fixed':
      if (isBad) return 'no';
      return isNamedByNone(knowledge, question) ? 'yes' : undefined;
    case 'open':
      return undefined;
  }
}

function outcomeOf({ rows, releases }: KnowledgeBase, { versions, span, wanted, isNamed }: AdvisoryQuestion): Outcome {
  const vulnerabilities = wanted.length > 0 ? wanted : rows.advisories;
  if (span !== undefined) {
    const { says, isFixed } = assessSpan(
      isNamed ? wanted : vulnerabilities.filter(({ kind }) => kind === 'vulnerability'),
      span,
      releases.map(({ id }) => id),
    );
    return says === 'affected' || says === 'partly' ? says : isNamed && isFixed ? 'fixed' : 'open';
  }
  if (versions.length === 0) return 'open';
  const each = versions.map((version): Outcome => {
    if (!isNamed) return assessVersion(vulnerabilities, version).says === 'affected' ? 'affected' : 'open';
    const verdicts = wanted.map((advisory) => assessAdvisory(advisory, version).says);
    if (verdicts.includes('affected')) return 'affected';
    return verdicts.every((says) => says === 'fixed') ? 'fixed' : 'open';
  });
  const [first = 'open'] = each;
  if (each.every((outcome) => outcome === first)) return first;
  return each.includes('affected') ? 'partly' : 'open';
}

/** Not even an advisory that was not asked about names the versions. */
function isNamedByNone({ rows, releases }: KnowledgeBase, { versions, span }: AdvisoryQuestion): boolean {
  if (span !== undefined)
    return (
      assessSpan(
        rows.advisories,
        span,
        releases.map(({ id }) => id),
      ).says === 'not-named'
    );
  return versions.every((version) => assessVersion(rows.advisories, version).says === 'not-named');
}
