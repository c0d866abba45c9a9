import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A package that is installed with the bot, or is part of its image. */
interface Licensed {
  readonly name: string;
  readonly version: string;
  /** As SPDX writes it. */
  readonly licence: string;
}

/** The licences of everything whose modules went into a bundle, with their texts. */
export function licenceTexts(modules: readonly string[]): string {
  const folders = new Set(modules.flatMap((id) => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(id)?.[0] ?? []));
  const texts = [...folders].sort().map((folder) => {
    const { name, version, licence } = readLicence(folder);
    const file = readdirSync(folder).find((entry) => /^(licen[cs]e|copying)(\.(md|txt))?$/i.test(entry));
    const text = file === undefined ? '' : `\n${readFileSync(join(folder, file), 'utf8').trim()}\n`;
    return `${name} ${version}: ${licence}\n${text}`;
  });
  return `The program holds parts of the following packages.\n\n${texts.join(`\n${'-'.repeat(80)}\n\n`)}`;
}

function readLicence(folder: string): Licensed {
  const { name, version, license, licenses } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    name: string;
    version: string;
    license?: string | { type: string };
    licenses?: readonly { type: string }[];
  };
  const said = typeof license === 'string' ? license : (license?.type ?? licenses?.[0]?.type);
  if (said === undefined) throw new Error(`${name} ${version} names no licence`);
  return { name, version, licence: said };
}
