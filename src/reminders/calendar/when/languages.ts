import { correctSpelling } from './names.ts';

/** A word of what was typed, with its place. */
export interface Word {
  /** As it was typed, without the punctuation it ends with. */
  readonly text: string;
  /** In lower case and in English: `tomorrow` for `morgen`. Empty for a word in quotation marks. */
  readonly lower: string;
  readonly start: number;
  readonly end: number;
  /** It ends with a comma, colon or semicolon. */
  readonly punctuated: boolean;
  /** It was misspelt, and is taken for the word it is nearest to. */
  readonly misspelt?: true;
}

/**
 * The plain German and Spanish forms, as the English words the grammar knows. Written without accents; a phrase of several
 * words stands before its parts. Words that mean something else in English (`am`, `um`, `en`, `alle`) count only before
 * what `before` names.
 */
interface Phrase {
  readonly words: readonly string[];
  readonly english: readonly string[];
  readonly before?: RegExp;
}

const number = /^(?:\d|ein|zwei|drei|vier|funf|sechs|sieben|acht|neun|zehn|un|dos|tres|cuatro|cinco|seis|media)/;
const clockLike =
  /^(?:\d{1,2}(?:[:.]\d\d)?$|ein|zwei|drei|vier|funf|sechs|sieben|acht|neun|zehn|elf|zwolf|halb|viertel|mitternacht)/;
const germanDay =
  /^(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag|\d{1,2}\.?$|ersten|zweiten|dritten|letzten|monatsende|abend|morgen|nachmittag|wochenende)/;
const germanWhen = /^(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|morgen|nachste|\d|dem|den|zum)/;
const spanishDay = /^(?:lunes|martes|miercoles|jueves|viernes|sabado|domingo|\d)/;

const phrases: readonly Phrase[] = [
  // German
  phrase('ubermorgen', 'overmorrow'),
  phrase('morgen frueh', 'tomorrow morning'),
  phrase('morgen fruh', 'tomorrow morning'),
  phrase('heute abend', 'this evening'),
  phrase('heute nacht', 'tonight'),
  phrase('heute', 'today'),
  phrase('am morgen', 'in the morning'),
  phrase('am abend', 'in the evening'),
  phrase('am nachmittag', 'in the afternoon'),
  phrase('morgens', 'in the morning'),
  phrase('vormittags', 'in the morning'),
  phrase('nachmittags', 'in the afternoon'),
  phrase('abends', 'in the evening'),
  phrase('nachts', 'at night'),
  phrase('morgen', 'tomorrow'),
  phrase('mittags', 'noon'),
  phrase('mittag', 'noon'),
  phrase('um mitternacht', 'midnight'),
  phrase('mitternacht', 'midnight'),
  phrase('uhr', "o'clock"),
  phrase('um', 'at', clockLike),
  phrase('gegen', 'at', clockLike),
  phrase('halb', 'half-to', clockLike),
  phrase('viertel nach', 'quarter past'),
  phrase('viertel vor', 'quarter to'),
  phrase('jeden zweiten', 'every other'),
  phrase('jede zweite', 'every other'),
  phrase('jeden', 'every'),
  phrase('jede', 'every'),
  phrase('jedes', 'every'),
  phrase('alle', 'every', number),
  phrase('taglich', 'every day'),
  phrase('taeglich', 'every day'),
  phrase('wochentlich', 'weekly'),
  phrase('monatlich', 'monthly'),
  phrase('jahrlich', 'yearly'),
  phrase('stundlich', 'hourly'),
  phrase('werktags', 'weekdays'),
  phrase('werktag', 'weekday'),
  phrase('wochentag', 'weekday'),
  phrase('wochenende', 'weekend'),
  phrase('wochenenden', 'weekends'),
  phrase('an werktagen', 'weekdays'),
  phrase('am', 'on', germanDay),
  phrase('ab', 'starting', germanWhen),
  phrase('bis zum', 'until'),
  phrase('bis', 'until', /^(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|\d|ende)/),
  phrase('ausser an', 'except'),
  phrase('ausser am', 'except'),
  phrase('ausser', 'except'),
  phrase('nachsten', 'next', germanDay),
  phrase('nachste woche', 'next week'),
  phrase('diesen', 'this', germanDay),
  phrase('in einer halben stunde', 'in 30 minutes'),
  phrase('eineinhalb', '1.5'),
  phrase('anderthalb', '1.5'),
  phrase('und', 'and'),
  phrase('montags', 'mondays'),
  phrase('dienstags', 'tuesdays'),
  phrase('mittwochs', 'wednesdays'),
  phrase('donnerstags', 'thursdays'),
  phrase('freitags', 'fridays'),
  phrase('samstags', 'saturdays'),
  phrase('sonntags', 'sundays'),
  phrase('montag', 'monday'),
  phrase('dienstag', 'tuesday'),
  phrase('mittwoch', 'wednesday'),
  phrase('donnerstag', 'thursday'),
  phrase('freitag', 'friday'),
  phrase('samstag', 'saturday'),
  phrase('sonnabend', 'saturday'),
  phrase('sonntag', 'sunday'),
  ...pairs('januar january februar february marz march maerz march mai may juni june juli july oktober october'),
  ...pairs('dezember december minute minute minuten minutes stunde hour stunden hours tag day tage days tagen days'),
  ...pairs('woche week wochen weeks monat month monate months monaten months jahr year jahre years jahren years'),
  ...pairs('sekunden seconds ersten 1st letzten last zweiten 2nd dritten 3rd vierten 4th monats month'),
  ...pairs('einer a einem a einen a eine a ein a zwei 2 drei 3 vier 4 funf 5 sechs 6 sieben 7 acht 8 neun 9 zehn 10'),
  ...pairs('elf 11 zwolf 12 quartal quarter'),
  phrase('des monats', 'of the month'),
  phrase('im monat', 'of the month'),
  // Spanish
  phrase('pasado manana', 'overmorrow'),
  phrase('manana por la manana', 'tomorrow morning'),
  phrase('por la manana', 'in the morning'),
  phrase('de la manana', 'in the morning'),
  phrase('por la tarde', 'in the afternoon'),
  phrase('de la tarde', 'in the afternoon'),
  phrase('por la noche', 'in the evening'),
  phrase('de la noche', 'in the evening'),
  phrase('esta noche', 'tonight'),
  phrase('esta tarde', 'this afternoon'),
  phrase('manana', 'tomorrow'),
  phrase('hoy', 'today'),
  phrase('al mediodia', 'noon'),
  phrase('a mediodia', 'noon'),
  phrase('mediodia', 'noon'),
  phrase('a medianoche', 'midnight'),
  phrase('medianoche', 'midnight'),
  phrase('a las', 'at'),
  phrase('a la una', 'at 1'),
  phrase('y media', 'and-half'),
  phrase('y cuarto', 'and-quarter'),
  phrase('cada dos', 'every 2'),
  phrase('cada', 'every'),
  phrase('todos los dias laborables', 'weekdays'),
  phrase('dias laborables', 'weekdays'),
  phrase('entre semana', 'weekdays'),
  phrase('todos los dias', 'every day'),
  phrase('todos los', 'every'),
  phrase('todas las', 'every'),
  phrase('diariamente', 'every day'),
  phrase('semanalmente', 'weekly'),
  phrase('mensualmente', 'monthly'),
  phrase('dentro de', 'in'),
  phrase('en', 'in', number),
  phrase('media hora', '30 minutes'),
  phrase('el proximo', 'next'),
  phrase('el', 'on', spanishDay),
  phrase('los lunes', 'mondays'),
  phrase('los martes', 'tuesdays'),
  phrase('los miercoles', 'wednesdays'),
  phrase('los jueves', 'thursdays'),
  phrase('los viernes', 'fridays'),
  phrase('los sabados', 'saturdays'),
  phrase('los domingos', 'sundays'),
  ...pairs('lunes monday martes tuesday miercoles wednesday jueves thursday viernes friday sabado saturday'),
  ...pairs('domingo sunday sabados saturdays domingos sundays minutos minutes minuto minute hora hour horas hours'),
  ...pairs('dia day dias days semana week semanas weeks mes month meses months ano year anos years una a'),
  ...pairs('dos 2 tres 3 cuatro 4 cinco 5 seis 6 siete 7 ocho 8 nueve 9 diez 10'),
  ...pairs('enero january febrero february marzo march abril april mayo may junio june julio july agosto august'),
  ...pairs('septiembre september octubre october noviembre november diciembre december'),
  phrase('hasta el', 'until'),
  phrase('hasta', 'until', /^(?:lunes|martes|miercoles|jueves|viernes|sabado|domingo|\d|on)/),
  phrase('a partir del', 'starting'),
  phrase('a partir de', 'starting'),
  phrase('excepto', 'except'),
  phrase('salvo', 'except'),
  phrase('y', 'and', /^(?:\d|lunes|martes|miercoles|jueves|viernes|sabado|domingo|a$|los$|el$)/),
];

function phrase(words: string, english: string, before?: RegExp): Phrase {
  return { words: words.split(' '), english: english.split(' '), ...(before === undefined ? {} : { before }) };
}

function pairs(text: string): Phrase[] {
  const words = text.split(' ');
  return Array.from({ length: words.length / 2 }, (_, index) =>
    phrase(words[index * 2] ?? '', words[index * 2 + 1] ?? ''),
  );
}

const byFirst = new Map<string, Phrase[]>();
for (const each of phrases) {
  const first = each.words[0] ?? '';
  byFirst.set(first, [...(byFirst.get(first) ?? []), each]);
}
for (const each of byFirst.values()) each.sort((one, other) => other.words.length - one.words.length);

/** Words that are only German or only Spanish: with one of them in a line, its other words are that language's, too. */
const tell =
  /^(?:heute|ubermorgen|morgen|uhr|jeden|jede|jedes|taglich|taeglich|wochentlich|monatlich|werktags|montags?|dienstags?|mittwochs?|donnerstags?|freitags?|samstags?|sonntags?|stunden?|minuten|tagen?|wochen?|monaten?|januar|februar|dezember|mitternacht|mittags?|hoy|manana|cada|todos|todas|lunes|martes|miercoles|jueves|viernes|sabado|domingo|minutos|horas?|dias?|semanas?|meses|enero|febrero|abril|mediodia|medianoche|dentro|mayo|junio|julio|diciembre)$/;

/** Translates the words of a when into English. One word may become two and two one; they keep their places. */
export function toEnglish(words: readonly Word[]): Word[] {
  const bare = words.map(({ lower }) => withoutAccents(lower));
  const isForeign = bare.some((word) => tell.test(word));
  if (!isForeign) return nameHolidays(words).map(corrected);
  const english: Word[] = [];
  for (let index = 0; index < words.length; ) {
    const found = (byFirst.get(bare[index] ?? '') ?? []).find(
      ({ words: wanted, before }) =>
        wanted.every((word, at) => bare[index + at] === word) &&
        (before === undefined || before.test(bare[index + wanted.length] ?? '')),
    );
    const word = words[index] as Word;
    if (found === undefined) {
      english.push(corrected(word));
      index += 1;
      continue;
    }
    const last = words[index + found.words.length - 1] as Word;
    found.english.forEach((lower, at) => {
      const ends = at === found.english.length - 1;
      english.push({ ...word, lower, end: last.end, punctuated: ends && last.punctuated });
    });
    index += found.words.length;
  }
  return english;
}

/** Holidays that are on the same day each year, where a word before them says that a day is meant. */
const holidays: readonly (readonly [words: string, day: string])[] = [
  ['christmas eve', '24 december'],
  ['xmas eve', '24 december'],
  ['christmas day', '25 december'],
  ['christmas', '25 december'],
  ['xmas', '25 december'],
  ["new year's eve", '31 december'],
  ['new years eve', '31 december'],
  ["new year's day", '1 january'],
];
const beforeDay = /^(?:until|untill|till|til|on|except|starting|excluding)$/;

function nameHolidays(words: readonly Word[]): Word[] {
  const named: Word[] = [];
  for (let index = 0; index < words.length; ) {
    const found = beforeDay.test(words[index - 1]?.lower ?? '')
      ? holidays.find(([name]) =>
          name.split(' ').every((part, at) => words[index + at]?.lower.replace('’', "'") === part),
        )
      : undefined;
    const length = found?.[0].split(' ').length ?? 1;
    const first = words[index] as Word;
    const last = words[index + length - 1] as Word;
    const parts = found?.[1].split(' ') ?? [first.lower];
    parts.forEach((lower, at) => {
      named.push({ ...first, lower, end: last.end, punctuated: at === parts.length - 1 && last.punctuated });
    });
    index += length;
  }
  return named;
}

function corrected(word: Word): Word {
  const name = correctSpelling(word.lower);
  return name === undefined ? word : { ...word, lower: name, misspelt: true };
}

function withoutAccents(word: string): string {
  return /^[\0-\x7f]*$/.test(word) ? word : word.replaceAll('ß', 'ss').normalize('NFD').replace(/\p{M}/gu, '');
}
