/** What the sign-in page shows. */
export interface SignInPage {
  /** Where the form goes: path and query of the authorize request. */
  readonly action: string;
  readonly applicationName: string;
  readonly permissions: readonly string[];
  readonly userName: string;
  /** Why the last attempt failed. */
  readonly problem?: string;
}

const style = `
body{margin:0;min-height:100vh;display:grid;place-items:center;background:#eef1f5;color:#1b1b1b;font:16px/1.5 system-ui,sans-serif}
main{width:min(26rem,calc(100vw - 3rem));background:#fff;padding:2rem;border-radius:.5rem;box-shadow:0 2px 12px #0002}
h1{font-size:1.4rem;margin:0 0 .25rem}p{margin:.5rem 0}ul{margin:.25rem 0 1rem;padding-left:1.25rem}
label{display:block;margin-top:.75rem}input{box-sizing:border-box;width:100%;padding:.5rem;font:inherit;border:1px solid #8a8f98;border-radius:.25rem}
.actions{display:flex;gap:.75rem;justify-content:flex-end;margin-top:1.25rem}
button{font:inherit;padding:.45rem 1.2rem;border:1px solid #8a8f98;border-radius:.25rem;background:#fff;cursor:pointer}
button.primary{background:#0b5cad;border-color:#0b5cad;color:#fff}.problem{color:#a4121c}.note{color:#5c636e;font-size:.85rem}`;

/** The page on which somebody signs in and agrees, or refuses. */
export function signInPage(page: SignInPage): string {
  return layout(
    'Sign in',
    `<h1>Sign in</h1>
<p><strong>${escapeHtml(page.applicationName)}</strong> asks for:</p>
<ul>${page.permissions.map((name) => `<li>${escapeHtml(name)}</li>`).join('')}</ul>
${page.problem === undefined ? '' : `<p class="problem" role="alert">${escapeHtml(page.problem)}</p>`}
<form method="post" action="${escapeHtml(page.action)}">
<label>User name <input name="username" type="text" autocomplete="username" value="${escapeHtml(page.userName)}"${page.userName === '' ? ' autofocus' : ''}></label>
<label>Password <input name="password" type="password" autocomplete="current-password"${page.userName === '' ? '' : ' autofocus'}></label>
<div class="actions"><button name="decision" value="deny" formnovalidate>Deny</button>
<button class="primary" name="decision" value="accept">Sign in and accept</button></div>
</form>`,
  );
}

/** The page for mistakes that must not be redirected, such as an unknown redirect URI. */
export function refusalPage(description: string): string {
  return layout(
    'Sign in: cannot continue',
    `<h1>Sorry, but we cannot sign you in</h1><p class="problem" role="alert">${escapeHtml(description)}</p>`,
  );
}

/** The page shown after signing out. */
export function signedOutPage(): string {
  return layout('Signed out', '<h1>You are signed out</h1><p>It is safe to close this window.</p>');
}

/** The page that posts an authorization response to the client (OAuth 2.0 Form Post Response Mode). */
export function formPostPage(redirectUri: string, fields: ReadonlyMap<string, string>): string {
  const inputs = [...fields].map(
    ([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`,
  );
  return layout(
    'Signing in',
    `<form method="post" action="${escapeHtml(redirectUri)}">${inputs.join('')}
<p>Taking you back to the application.</p><div class="actions"><button class="primary">Continue</button></div></form>
<script>document.forms[0].submit()</script>`,
  );
}

function layout(title: string, content: string): string {
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
