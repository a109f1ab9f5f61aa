const style = `
body{margin:0;min-height:100vh;display:grid;place-items:center;background:#eef1f5;color:#1b1b1b;font:16px/1.5 system-ui,sans-serif}
main{width:min(26rem,calc(100vw - 3rem));background:#fff;padding:2rem;border-radius:.5rem;box-shadow:0 2px 12px #0002}
h1{font-size:1.4rem;margin:0 0 .25rem}p{margin:.5rem 0}ul{margin:.25rem 0 1rem;padding-left:1.25rem}
label{display:block;margin-top:.75rem}input{box-sizing:border-box;width:100%;padding:.5rem;font:inherit;border:1px solid #8a8f98;border-radius:.25rem}
.actions{display:flex;flex-direction:row-reverse;gap:.75rem;margin-top:1.25rem}
button{font:inherit;padding:.45rem 1.2rem;border:1px solid #8a8f98;border-radius:.25rem;background:#fff;cursor:pointer}
button.primary{background:#0b5cad;border-color:#0b5cad;color:#fff}.problem{color:#a4121c}.note{color:#5c636e;font-size:.85rem}`;

/** A whole page around `content`. */
export function layout(title: string, content: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${escapeHtml(title)}</title><style>${style}</style></head>
<body><main>${content}
<p class="note">Emulated identity provider for tests and demonstrations.</p></main></body></html>
`;
}

/** Escapes text for element content and quoted attributes. */
export function escapeHtml(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
