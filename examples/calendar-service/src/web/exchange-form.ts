import { html } from 'hono/html';
import { layout } from './layout.ts';
import type { Html } from './layout.ts';

/** The form that asks for an Exchange user name and password. */
export function exchangeForm(form: {
  readonly state: string;
  readonly label: string;
  readonly problem?: string;
}): Html {
  return layout({
    title: `Connect ${form.label}`,
    body: html`
      <header>
        <h1>Connect ${form.label}</h1>
        <p>The password is checked with one call, sealed, and kept for reading your calendar.</p>
      </header>
      ${form.problem === undefined ? '' : html`<p class="notice" role="alert">${form.problem}</p>`}
      <form class="card" method="post" action="/connect/exchange">
        <input type="hidden" name="state" value="${form.state}" />
        <label>User name or address <input type="text" name="username" autocomplete="username" required /></label>
        <label>Password <input type="password" name="password" autocomplete="current-password" required /></label>
        <button class="button primary" type="submit">Connect</button>
      </form>
    `,
  });
}
