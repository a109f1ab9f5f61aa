import { escapeHtml, layout } from './page-layout.ts';

/** What the sign-in page shows. */
export interface SignInPage {
  /** Where the form goes: path and query of the authorize request. */
  readonly action: string;
  readonly applicationName: string;
  /** What the application asks for; nothing when everybody agreed already. */
  readonly permissions: readonly string[];
  readonly userName: string;
  /** Name of an account that this browser is signed in with and that one click takes. */
  readonly signedInAs?: string;
  /** Why the last attempt failed. */
  readonly problem?: string;
}

/** The page on which somebody signs in and agrees, or refuses. */
export function signInPage(page: SignInPage): string {
  return layout(
    'Sign in',
    `<h1>Sign in</h1>
${permissionList(page.applicationName, page.permissions)}
${problemText(page.problem)}
<form method="post" action="${escapeHtml(page.action)}">
${credentialFields(page.userName)}
<div class="actions"><button class="primary" name="decision" value="accept">Sign in and accept</button>
<button name="decision" value="deny" formnovalidate>Deny</button></div>
${page.signedInAs === undefined ? '' : `<p><button name="decision" value="continue" formnovalidate>Continue as ${escapeHtml(page.signedInAs)}</button></p>`}
</form>`,
  );
}

/** What an application asks for, as a list. */
export function permissionList(applicationName: string, permissions: readonly string[]): string {
  const name = `<strong>${escapeHtml(applicationName)}</strong>`;
  if (permissions.length === 0) return `<p>to go on to ${name}</p>`;
  return `<p>${name} asks for:</p>
<ul>${permissions.map((permission) => `<li>${escapeHtml(permission)}</li>`).join('')}</ul>`;
}

/** The page that asks for a second factor, or to set one up. */
export function secondFactorPage(page: {
  readonly action: string;
  readonly flow: string;
  readonly isRegistration: boolean;
}): string {
  const [title, text, button] = page.isRegistration
    ? ['More information required', 'Your organization needs a second way to know you.', 'Set up and approve']
    : ['Approve the sign-in', 'Confirm on your second device that it is you.', 'Approve'];
  return layout(
    title,
    `<h1>${title}</h1><p>${text}</p>
<form method="post" action="${escapeHtml(page.action)}">
<input type="hidden" name="flow" value="${escapeHtml(page.flow)}">
<div class="actions"><button class="primary" name="decision" value="approve">${button}</button>
<button name="decision" value="deny">Deny</button></div>
</form>`,
  );
}

/** The page for somebody who may not agree: only an administrator can. */
export function adminApprovalPage(page: {
  readonly action: string;
  readonly applicationName: string;
  readonly description: string;
}): string {
  return layout(
    'Need admin approval',
    `<h1>Need admin approval</h1>
<p><strong>${escapeHtml(page.applicationName)}</strong> needs permissions that only an administrator can grant.</p>
<p class="problem" role="alert">${escapeHtml(page.description)}</p>
<form method="post" action="${escapeHtml(page.action)}">
<div class="actions"><button class="primary" name="decision" value="back">Return to the application without granting consent</button></div>
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

/** The page on which an administrator signs in and agrees for everybody. */
export function adminConsentPage(page: SignInPage): string {
  return layout(
    'Permissions requested: review for your organization',
    `<h1>Permissions requested</h1>
${permissionList(page.applicationName, page.permissions)}
<p>If you accept, this application gets access for all users of your organization. Nobody else is asked.</p>
${problemText(page.problem)}
<form method="post" action="${escapeHtml(page.action)}">
${credentialFields(page.userName)}
<div class="actions"><button class="primary" name="decision" value="accept">Accept for the organization</button>
<button name="decision" value="deny" formnovalidate>Cancel</button></div>
</form>`,
  );
}

/** The page on which somebody lets a device in. */
export function deviceCodePage(
  page: Omit<SignInPage, 'permissions' | 'applicationName'> & { readonly userCode: string },
): string {
  return layout(
    'Enter code',
    `<h1>Enter code</h1><p>Type the code that your device shows, and sign in.</p>
${problemText(page.problem)}
<form method="post" action="${escapeHtml(page.action)}">
<label>Code <input name="user_code" type="text" autocomplete="off" value="${escapeHtml(page.userCode)}" autofocus></label>
${credentialFields(page.userName, false)}
<div class="actions"><button class="primary" name="decision" value="accept">Sign in and accept</button>
<button name="decision" value="deny" formnovalidate>Deny</button></div>
</form>`,
  );
}

/** A page that only says something. */
export function messagePage(title: string, text: string): string {
  return layout(title, `<h1>${escapeHtml(title)}</h1><p>${escapeHtml(text)}</p>`);
}

function problemText(problem: string | undefined): string {
  return problem === undefined ? '' : `<p class="problem" role="alert">${escapeHtml(problem)}</p>`;
}

function credentialFields(userName: string, hasFocus = true): string {
  const focus = (isHere: boolean): string => (hasFocus && isHere ? ' autofocus' : '');
  return `<label>User name <input name="username" type="text" autocomplete="username" value="${escapeHtml(userName)}"${focus(userName === '')}></label>
<label>Password <input name="password" type="password" autocomplete="current-password"${focus(userName !== '')}></label>`;
}
