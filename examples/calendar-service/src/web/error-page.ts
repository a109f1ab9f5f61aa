import type { CalendarError } from '@kalends/core';
import { html } from 'hono/html';
import { layout } from './layout.ts';
import type { Html } from './layout.ts';

/** Says what went wrong and what a person can do about it. */
export function errorPage(error: Pick<CalendarError, 'code' | 'message' | 'cure'>): Html {
  return layout({
    title: 'That did not work',
    body: html`
      <header><h1>That did not work</h1></header>
      <p class="notice" role="alert">${error.message}</p>
      ${error.cure === undefined ? '' : html`<p>${error.cure.text}</p>`}
      ${error.cure?.url === undefined ? '' : html`<p><a href="${error.cure.url}">${error.cure.url}</a></p>`}
      <nav><a class="button" href="/">Back to the agenda</a></nav>
      <p class="empty">Code: ${error.code}</p>
    `,
  });
}
