type Node = Readonly<Record<string, unknown>>;

/**
 * What a person reads of a message of Slack's or Discord's, in the platform's markup: texts as they come, buttons and menus
 * in brackets, files below.
 */
export function readText(payload: unknown): string {
  return readNode(payload).join('\n');
}

function readNode(given: unknown): string[] {
  if (Array.isArray(given)) return given.flatMap(readNode);
  if (typeof given !== 'object' || given === null) return [];
  const node = given as Node;
  const { type, text, blocks, data, components, choices, title, content, files } = node;
  // Slack shows the text of a message in place of the blocks only where it cannot show those.
  if (Array.isArray(blocks)) return [...readNode(blocks), ...readFiles(files)];
  if (typeof node['placeholder'] === 'object') return [`[${textIn(node['placeholder'])}: ${optionsOf(node)}]`];
  if (type === 'button') return [`[${textIn(text)}]`];
  if (typeof node['label'] === 'string' && components === undefined) return [`[${node['label']}]`];
  if (Array.isArray(choices)) return choices.map((choice) => `- ${(choice as { name: string }).name}`);
  return [
    ...(typeof title === 'string' ? [title] : []),
    ...(typeof content === 'string' ? [content] : []),
    ...(text === undefined ? [] : [textIn(text)]),
    ...readNode(data),
    ...readNode(components),
    ...readNode(node['component']),
    ...readNode(node['accessory']),
    ...readNode(node['elements']),
    ...readFiles(files),
  ];
}

function textIn(text: unknown): string {
  return typeof text === 'string' ? text : String((text as { text?: unknown })?.text ?? '');
}

function optionsOf({ options }: Node): string {
  return Array.isArray(options) ? options.map(({ text }) => textIn(text)).join(', ') : '';
}

function readFiles(files: unknown): string[] {
  if (!Array.isArray(files)) return [];
  return files.map(({ name, title, content }) => `File ${name ?? title}:\n${content ?? ''}`);
}
