import { html, raw } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';

/** A piece of a page whose texts are escaped. */
export type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

const style = `
:root { color-scheme: light dark; --ink: #1d2733; --muted: #637084; --line: #dfe5ec; --paper: #fff; --ground: #f4f6f9; --accent: #1f6feb;
  --microsoft: #2563c9; --google: #1a7f4b; --exchange: #8a4fbf; --warn: #9a5b00; --warn-ground: #fff4de; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6ebf2; --muted: #97a3b4; --line: #2c3644; --paper: #18202b; --ground: #10161e; --accent: #6ea8ff;
  --microsoft: #7aa7f7; --google: #5cc98f; --exchange: #c39bee; --warn: #f0c674; --warn-ground: #33290f; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 46rem; margin: 0 auto; padding: 2rem 1rem 4rem; }
header h1 { margin: 0; font-size: 1.6rem; }
header p { margin: .2rem 0 0; color: var(--muted); }
a { color: var(--accent); }
nav { display: flex; flex-wrap: wrap; gap: .5rem; margin: 1rem 0; }
.people { display: flex; flex-wrap: wrap; gap: .5rem; margin: 1rem 0; padding: 0; list-style: none; }
.people li { padding: .25rem .7rem; border-radius: 1rem; background: var(--paper); border: 1px solid var(--line); font-size: .9rem; }
.people form { display: inline; } .people button { border: 0; padding: 0 0 0 .4rem; background: none; color: var(--muted); font: inherit; font-size: .8rem; text-decoration: underline; cursor: pointer; }
.people .ended { color: var(--warn); }
.dot { display: inline-block; width: .6rem; height: .6rem; border-radius: 50%; margin-right: .35rem; background: var(--muted); }
.microsoft .dot { background: var(--microsoft); } .google .dot { background: var(--google); } .exchange .dot { background: var(--exchange); }
.button { display: inline-block; padding: .3rem .8rem; border-radius: .4rem; border: 1px solid var(--accent); background: transparent; color: var(--accent); font: inherit; font-size: .9rem; text-decoration: none; cursor: pointer; }
.button.primary { background: var(--accent); color: var(--paper); }
section.day { margin-top: 1.6rem; }
section.day h2 { margin: 0 0 .4rem; font-size: 1.05rem; }
section.day.today h2::after { content: "today"; margin-left: .5rem; padding: 0 .45rem; border-radius: .7rem; background: var(--accent); color: var(--paper); font-size: .75rem; vertical-align: middle; }
.event { display: grid; grid-template-columns: 7.5rem 1fr auto; gap: .2rem 1rem; align-items: start; padding: .6rem .9rem; background: var(--paper); border: 1px solid var(--line); border-left-width: 4px; border-radius: .5rem; margin-top: .4rem; }
.event.microsoft { border-left-color: var(--microsoft); } .event.google { border-left-color: var(--google); } .event.exchange { border-left-color: var(--exchange); }
.event time { color: var(--muted); font-variant-numeric: tabular-nums; }
.event h3 { margin: 0; font-size: 1rem; font-weight: 600; }
.event p { margin: .1rem 0 0; color: var(--muted); font-size: .88rem; overflow-wrap: anywhere; }
.event.cancelled h3 { text-decoration: line-through; font-weight: 400; color: var(--muted); }
.contact { padding: .6rem .9rem; background: var(--paper); border: 1px solid var(--line); border-left-width: 4px; border-radius: .5rem; margin-top: .4rem; }
.contact.microsoft { border-left-color: var(--microsoft); } .contact.google { border-left-color: var(--google); } .contact.exchange { border-left-color: var(--exchange); }
.contact h3 { margin: 0; font-size: 1rem; font-weight: 600; }
.contact p, .remarks { margin: .1rem 0 0; color: var(--muted); font-size: .88rem; overflow-wrap: anywhere; }
.remarks { margin-top: 1.6rem; padding-left: 1.1rem; }
.notice { padding: .7rem .9rem; border-radius: .5rem; background: var(--warn-ground); color: var(--warn); margin: .6rem 0; }
form.card { display: grid; gap: .8rem; max-width: 24rem; padding: 1.2rem; background: var(--paper); border: 1px solid var(--line); border-radius: .6rem; }
label { display: grid; gap: .2rem; font-size: .9rem; }
input { font: inherit; padding: .45rem .6rem; border: 1px solid var(--line); border-radius: .4rem; background: var(--ground); color: var(--ink); }
.empty { color: var(--muted); margin-top: 2rem; }
@media (max-width: 34rem) { .event { grid-template-columns: 1fr; } }
`;

/** A whole page. */
export function layout(page: {
  readonly title: string;
  readonly body: Html;
  readonly script?: { readonly nonce: string; readonly code: string };
}): Html {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${page.title}</title>
        <style>
          ${raw(style)}
        </style>
      </head>
      <body>
        <main>${page.body}</main>
        ${
          page.script === undefined
            ? ''
            : html`<script nonce="${page.script.nonce}">
                ${raw(page.script.code)};
              </script>`
        }
      </body>
    </html>`;
}
