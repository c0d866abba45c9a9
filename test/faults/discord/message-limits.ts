import { createsMessage, type DiscordCall, type DiscordRule, type Json, refusal } from './call.ts';
import { createProblems, invalidBody, type Problems } from './invalid-body.ts';

const componentsV2 = 1 << 15;
/** With the flag a message holds components alone. Source: resources/message#create-message-jsonform-params */
const notBesideComponents = ['content', 'embeds', 'sticker_ids', 'poll'];
/** Source: components/reference#component-object-component-types */
const kinds = { row: 1, button: 2, stringSelect: 3, input: 4, text: 10, thumbnail: 11, gallery: 12, file: 13 };
/** Source: components/reference (legacy message component behavior and components v2) */
const most = { components: 40, text: 4_000, rows: 5, buttons: 5, options: 25, customId: 100, label: 80, choices: 25 };

/** Messages, forms and choices that Discord refuses for their size: 50035. */
export const messageLimits: DiscordRule = async (call, next) => {
  const problems = createProblems();
  const { body } = call;
  if (call.route === 'POST /interactions/:id/:token/callback') {
    if (body.type === 8) checkChoices(body.data?.choices, problems);
    else if (body.type === 9) checkForm(body.data ?? {}, problems);
    else if (body.type === 4 || body.type === 7) checkMessage(body.data ?? {}, call, 'data.', problems);
  } else if (/^(?:POST|PATCH) \/(?:channels\/:id|webhooks\/:id\/:token)(?:\/messages.*)?$/.test(call.route)) {
    checkMessage(body ?? {}, call, '', problems);
    const isEmpty = ['content', 'embeds', 'sticker_ids', 'components', 'poll'].every((key) => isNothing(body?.[key]));
    if (createsMessage(call) && isEmpty && call.files.length === 0 && problems.found.length === 0) {
      return refusal(400, 50_006, 'Cannot send an empty message');
    }
  }
  return problems.found.length > 0 ? invalidBody(problems.found) : next(call);
};

function isNothing(value: unknown): boolean {
  return value === undefined || value === null || (value as { length?: number }).length === 0;
}

function checkMessage(message: Json, call: DiscordCall, at: string, problems: Problems): void {
  problems.text(`${at}content`, message.content, 2_000);
  problems.text(`${at}nonce`, message.nonce, 25);
  problems.count(`${at}embeds`, message.embeds, 10);
  if (JSON.stringify(message.embeds ?? []).length > 12_000)
    problems.add(`${at}embeds`, 'Embed size exceeds maximum size of 6000');
  const tree: readonly Json[] = message.components ?? [];
  const isV2 = ((message.flags ?? 0) & componentsV2) !== 0;
  if (isV2) {
    for (const field of notBesideComponents) {
      if (!isNothing(message[field]))
        problems.add(`${at}${field}`, 'Cannot be used with MessageFlags.IS_COMPONENTS_V2');
    }
  } else if (createsMessage(call) && tree.some(({ type }) => type !== kinds.row)) {
    problems.add(`${at}components.0.type`, 'Value of field "type" must be one of (1,).');
  }
  if (!isV2 && tree.every(({ type }) => type === kinds.row)) problems.count(`${at}components`, tree, most.rows);
  // An edit names the files it keeps by the ids they got when they were uploaded.
  const kept = (message.attachments ?? []).filter(({ id }: Json) => String(id).length > 3);
  const names = [...call.files.map(({ name }) => name), ...kept.map(({ filename }: Json) => filename)];
  checkComponents(tree, names, `${at}components`, problems);
}

function checkComponents(tree: readonly Json[], files: readonly string[], at: string, problems: Problems): void {
  const all = [...walk(tree, at)];
  if (all.length > most.components) problems.add(at, `Must be ${most.components} or fewer in length.`);
  const letters = all.reduce((sum, [{ type, content }]) => sum + (type === kinds.text ? content.length : 0), 0);
  if (letters > most.text) problems.add(at, `The text displays exceed ${most.text} characters`);
  const ids = new Set<string>();
  const names = new Set(files.map((name) => `attachment://${name}`));
  for (const [component, place] of all) {
    const { type, custom_id: id } = component;
    if (id !== undefined) {
      problems.text(`${place}.custom_id`, id, most.customId, 1);
      if (ids.has(id)) problems.add(`${place}.custom_id`, 'Component custom id cannot be duplicated');
      ids.add(id);
    }
    if (type === kinds.row) problems.count(`${place}.components`, component.components, most.buttons, 1);
    if (type === kinds.text) problems.text(`${place}.content`, component.content, most.text, 1);
    if (type === kinds.button) problems.text(`${place}.label`, component.label, most.label);
    if (type === kinds.stringSelect) checkSelect(component, place, problems);
    for (const url of mediaOf(component)) {
      const isMissing = url.startsWith('attachment://') && !names.has(url);
      if (isMissing) problems.add(place, 'The referenced attachment was not found in the provided attachments');
    }
  }
}

function* walk(tree: readonly Json[], at: string): Generator<[Json, string]> {
  for (const [index, component] of tree.entries()) {
    const place = `${at}.${index}`;
    yield [component, place];
    yield* walk(component.components ?? [], `${place}.components`);
    const single = component.accessory ?? component.component;
    if (single !== undefined) yield* walk([single], `${place}.accessory`);
  }
}

function mediaOf({ type, file, media, items }: Json): string[] {
  if (type === kinds.file) return [file.url];
  if (type === kinds.thumbnail) return [media.url];
  return type === kinds.gallery ? items.map((item: Json) => item.media.url) : [];
}

function checkSelect(select: Json, at: string, problems: Problems): void {
  problems.text(`${at}.placeholder`, select.placeholder, 150);
  problems.count(`${at}.options`, select.options, most.options, 1);
  for (const [index, option] of (select.options ?? []).entries()) {
    problems.text(`${at}.options.${index}.label`, option.label, 100, 1);
    problems.text(`${at}.options.${index}.value`, option.value, 100, 1);
    problems.text(`${at}.options.${index}.description`, option.description, 100);
  }
}

/** Source: interactions/receiving-and-responding#interaction-response-object-modal, components/reference#text-input */
function checkForm(form: Json, problems: Problems): void {
  problems.text('data.title', form.title, 45, 1);
  problems.text('data.custom_id', form.custom_id, most.customId, 1);
  problems.count('data.components', form.components, 5, 1);
  for (const [component, place] of walk(form.components ?? [], 'data.components')) {
    problems.text(`${place}.label`, component.label, 45);
    problems.text(`${place}.description`, component.description, 100);
    if (component.type === kinds.stringSelect) checkSelect(component, place, problems);
    if (component.type === kinds.input) {
      problems.text(`${place}.placeholder`, component.placeholder, 100);
      problems.text(`${place}.value`, component.value, 4_000);
    }
  }
}

/** Source: interactions/receiving-and-responding#interaction-response-object-autocomplete */
function checkChoices(choices: readonly Json[] | undefined, problems: Problems): void {
  problems.count('data.choices', choices, most.choices);
  for (const [index, { name, value }] of (choices ?? []).entries()) {
    problems.text(`data.choices.${index}.name`, name, 100, 1);
    problems.text(`data.choices.${index}.value`, String(value), 100);
  }
}
