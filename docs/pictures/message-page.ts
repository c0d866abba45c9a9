import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { toHTML } from '@odiffey/discord-markdown';
import type { APIMessageTopLevelComponent } from 'discord.js';

/** Any component, as it is sent; only what is drawn is named. */
interface Component {
  readonly type: number;
  readonly content?: string;
  readonly label?: string;
  readonly style?: number;
  readonly disabled?: boolean;
  readonly placeholder?: string;
  readonly accent_color?: number;
  readonly components?: readonly Component[];
  readonly accessory?: Component;
  readonly file?: { readonly url: string };
}

/** A message to draw. */
export interface Picture {
  readonly components: readonly APIMessageTopLevelComponent[];
  readonly files: readonly { readonly name: string; readonly content: string }[];
  /** What was asked, shown above the message; absent for a reminder. */
  readonly asked?: string;
  /** The instant timestamps count from. */
  readonly now: Date;
}

const packages = join(import.meta.dirname, 'node_modules');

/**
 * A page that shows a message about as Discord does, in its dark theme. The tree of components is walked as it is; what
 * Discord's markdown means is left to a library.
 */
export function messagePage({ components, files, asked, now }: Picture): string {
  const body = (components as readonly Component[]).map((each) => draw(each, files, now)).join('');
  const question = asked === undefined ? '' : `<div class="asked"><b>alice</b> used <i>${plain(asked)}</i></div>`;
  return `<!doctype html><meta charset="utf-8"><style>${style()}</style><div id="message">${question}<div class="line">
<div class="avatar">M</div><div class="said"><div class="name"><b>mdaemon</b><span class="app">APP</span>
<span class="time">09:00</span></div>${body}</div></div></div>`;
}

function draw(component: Component, files: Picture['files'], now: Date): string {
  const children = () => (component.components ?? []).map((each) => draw(each, files, now)).join('');
  switch (component.type) {
    case 1:
      return `<div class="row">${children()}</div>`;
    case 2:
      return `<span class="button s${component.style}${component.disabled ? ' off' : ''}">${plain(component.label ?? '')}</span>`;
    case 3:
      return `<span class="select">${plain(component.placeholder ?? '')}<span>⌄</span></span>`;
    case 9:
      return `<div class="section"><div>${children()}</div>${component.accessory ? draw(component.accessory, files, now) : ''}</div>`;
    case 10:
      return `<div class="text">${markdown(component.content ?? '', now)}</div>`;
    case 13: {
      const name = (component.file?.url ?? '').replace('attachment://', '');
      const size = files.find((file) => file.name === name)?.content.length ?? 0;
      return `<div class="file"><span>${emoji('📄')}</span><div><a>${plain(name)}</a><small>${(size / 1_024).toFixed(1)} KB</small></div></div>`;
    }
    case 14:
      return '<hr>';
    case 17: {
      const accent = component.accent_color;
      const edge =
        accent === undefined ? '' : ` style="border-left:4px solid #${accent.toString(16).padStart(6, '0')}"`;
      return `<div class="container"${edge}>${children()}</div>`;
    }
    default:
      throw new Error(`No drawing for a component of type ${component.type}`);
  }
}

function markdown(content: string, now: Date): string {
  const html = toHTML(content, {
    discordCallback: {
      timestamp: ({ timestamp }) => relative(Number(timestamp) * 1_000 - now.getTime()),
      user: () => '@alice',
    },
  });
  return html
    .replace(/<br>(?=<(?:ul|ol|pre|small)\b)/g, '')
    .replace(/(<\/(?:ul|ol|pre|small)>)<br>/g, '$1')
    .replace(/\p{Extended_Pictographic}\ufe0f?/gu, emoji);
}

function emoji(character: string): string {
  const code = character.replace('\ufe0f', '').codePointAt(0)?.toString(16);
  const svg = readFileSync(join(packages, '@twemoji/svg', `${code}.svg`)).toString('base64');
  return `<img class="emoji" src="data:image/svg+xml;base64,${svg}">`;
}

function relative(ms: number): string {
  const format = new Intl.RelativeTimeFormat('en', { numeric: 'always' });
  const minutes = Math.round(ms / 60_000);
  if (Math.abs(minutes) < 60) return format.format(minutes, 'minute');
  const hours = Math.round(ms / 3_600_000);
  return Math.abs(hours) < 24 ? format.format(hours, 'hour') : format.format(Math.round(ms / 86_400_000), 'day');
}

function plain(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

function style(): string {
  const faces = [400, 700].map((weight) => {
    const font = readFileSync(join(packages, `@fontsource/noto-sans/files/noto-sans-latin-${weight}-normal.woff2`));
    return `@font-face{font-family:message;font-weight:${weight};src:url(data:font/woff2;base64,${font.toString('base64')})}`;
  });
  return `${faces.join('')}
*{box-sizing:border-box}
body{margin:0;background:#323339;color:#dfe0e2;font:16px/1.375 message,sans-serif}
#message{padding:16px}
.asked{font-size:14px;color:#a8a9b0;margin:0 0 4px 56px}.asked i{font-style:normal;color:#9aa9f8}
.line{display:flex;gap:16px}
.avatar{flex:none;width:40px;height:40px;border-radius:50%;background:#5865f2;color:#fff;display:grid;place-items:center;font-weight:700}
.said{min-width:0;flex:1;max-width:600px}
.app{background:#5865f2;color:#fff;border-radius:4px;font-size:10px;padding:1px 5px;margin:0 8px 0 4px;vertical-align:2px}
.time{color:#94959c;font-size:12px}
.container{margin-top:4px;background:#393a41;border:1px solid #44454c;border-radius:8px;padding:16px;display:flex;flex-direction:column;gap:8px}
.text{overflow-wrap:anywhere}
small{display:block;font-size:13px;color:#a8a9b0}
ul,ol{margin:4px 0 0 20px;padding:0}ol{margin-left:24px}li{margin-bottom:4px}
code{background:#2b2c31;border:1px solid #44454c;border-radius:4px;padding:0 4px;font:14px/1.125 monospace}
pre{margin:6px 0 0;background:#2b2c31;border:1px solid #44454c;border-radius:4px;padding:8px;overflow:hidden}
pre code{background:none;border:0;padding:0;font-size:13px;white-space:pre-wrap}
a{color:#7bb0f5;text-decoration:none}
.d-timestamp{background:#45464d;border-radius:3px;padding:0 2px}
.d-mention{background:#43477a;color:#c9cdfb;border-radius:3px;padding:0 2px}
.emoji{width:1.375em;height:1.375em;vertical-align:bottom}
.row{display:flex;flex-wrap:wrap;gap:8px}
.button{border-radius:8px;padding:0 12px;height:32px;line-height:32px;font-size:14px;font-weight:700;color:#fff;background:#4a4b52;white-space:nowrap}
.s1{background:#5865f2}.s3{background:#00863a}.s4{background:#d22d39}.off{opacity:.5}
.select{flex:1;max-width:400px;height:40px;line-height:38px;padding:0 12px;border:1px solid #52535a;border-radius:8px;background:#2e2f34;color:#a8a9b0;display:flex;justify-content:space-between}
.section{display:flex;gap:16px;justify-content:space-between;align-items:flex-start}
.file{display:flex;gap:8px;align-items:center;border:1px solid #44454c;border-radius:8px;background:#323339;padding:12px;max-width:400px}.file span{font-size:28px}
hr{border:0;border-top:1px solid #4e4f57;margin:4px 0;width:100%}`;
}
