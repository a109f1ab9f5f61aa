import { isSignInScope, scopeText } from './scope-texts.ts';

/** What the sign-in and consent page shows. */
export interface AuthorizePage {
  /** Where the form is posted: the authorization request itself. */
  readonly action: string;
  readonly clientId: string;
  readonly scopes: readonly string[];
  /** False where the organisation trusts the application: all or nothing. */
  readonly isGranular: boolean;
  readonly offersTimedAccess: boolean;
  readonly hostedDomain: string | undefined;
  readonly loginHint: string;
  readonly message?: string | undefined;
}

/** Page with sign-in form, a checkbox for each scope that is up to the person, and Allow and Deny. */
export function authorizePage(page: AuthorizePage): string {
  return htmlPage(
    'Sign in',
    `<h1>Sign in</h1>
<p class="quiet">to continue to <strong>${escapeHtml(page.clientId)}</strong></p>
${page.hostedDomain === undefined ? '' : `<p class="quiet">Use an account of ${escapeHtml(page.hostedDomain)}</p>`}
${page.message === undefined ? '' : `<p class="alert" role="alert">${escapeHtml(page.message)}</p>`}
<form method="post" action="${escapeHtml(page.action)}">
<label>Email<input name="username" type="email" autocomplete="username" required value="${escapeHtml(page.loginHint)}"></label>
<label>Password<input name="password" type="password" autocomplete="current-password"></label>
<input type="hidden" name="granular" value="true">
<h2>This app wants to</h2>
<ul>${scopeItems(page).join('\n')}</ul>
${page.offersTimedAccess ? durations : ''}
<div class="buttons">
<button name="action" value="allow">Allow</button>
<button name="action" value="deny" class="plain" formnovalidate>Deny</button>
</div>
</form>`,
  );
}

const durations = `<label>For how long<select name="access_seconds">
<option value="">Until I remove access</option>
<option value="3600">1 hour</option>
<option value="604800">7 days</option>
<option value="2592000">30 days</option>
</select></label>`;

/** Scopes of sign-in first. A single further scope has no box: there is nothing to choose beside Allow and Deny. */
function scopeItems({ scopes, isGranular }: AuthorizePage): readonly string[] {
  const fixed = scopes.filter(isSignInScope);
  const optional = scopes.filter((scope) => !isSignInScope(scope));
  const hasBoxes = isGranular && optional.length > 1;
  return [
    ...fixed.map((scope) => `<li>${escapeHtml(scopeText(scope))}</li>`),
    ...optional.map((scope) => {
      const field = `name="scope" value="${escapeHtml(scope)}"`;
      return hasBoxes
        ? `<li><label><input type="checkbox" ${field} checked> ${escapeHtml(scopeText(scope))}</label></li>`
        : `<li><input type="hidden" ${field}>${escapeHtml(scopeText(scope))}</li>`;
    }),
  ];
}

/** Page for errors that are shown instead of being reported to the redirect URI. */
export function errorPage(status: number, error: string, explanation: string): string {
  return htmlPage(
    'Error',
    `<h1>Access blocked</h1>
<p>${escapeHtml(explanation)}</p>
<p class="quiet">Error ${status}: ${escapeHtml(error)}</p>`,
  );
}

/** The same frame for every page; no foreign assets. */
export function htmlPage(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)}</title>
<style>
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { display: grid; place-items: center; min-height: 100vh; margin: 0; background: light-dark(#f0f4f9, #1e1f20); }
main { width: min(26rem, 90vw); padding: 2rem; border-radius: 1.25rem; background: light-dark(#fff, #0e0e0e); }
h1 { font-weight: 400; margin: 0 0 .25rem; } h2 { font-size: 1rem; margin: 1.5rem 0 .5rem; }
.quiet { opacity: .7; margin-top: 0; overflow-wrap: anywhere; } .alert { color: light-dark(#b3261e, #f2b8b5); }
form > label { display: block; margin-top: 1rem; font-size: .875rem; }
form > label :is(input, select) { display: block; width: 100%; box-sizing: border-box; padding: .6rem; font: inherit; border: 1px solid #888; border-radius: .5rem; }
ul { list-style: none; padding: 0; margin: 0; } li { padding: .25rem 0; }
.buttons { display: flex; flex-direction: row-reverse; gap: .75rem; margin-top: 1.5rem; }
button { font: inherit; padding: .5rem 1.5rem; border: 0; border-radius: 999px; background: #0b57d0; color: #fff; cursor: pointer; }
button.plain { background: none; color: light-dark(#0b57d0, #a8c7fa); }
</style>
</head>
<body><main>
${body}
</main></body>
</html>
`;
}

/** Makes text safe inside HTML and inside quoted attributes. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
