import type { ProviderSlug } from '../connections/provider-slot.ts';

/** Somebody who connects a calendar in a browser. */
export interface Visitor {
  readonly address: string;
  readonly password: string;
}

const maxSteps = 12;

/**
 * Walks through a sign-in the way a browser does: follows redirects, keeps cookies, fills in the forms it meets and presses
 * the first button that does not say no, until it is back at the service's start page.
 *
 * @throws Error when the walk ends anywhere else.
 */
export async function connectAsVisitor(serviceUrl: string, provider: ProviderSlug, visitor: Visitor): Promise<void> {
  await walkAsVisitor(serviceUrl, new URL(`/connect/${provider}`, serviceUrl), visitor);
}

/**
 * The same from any page on.
 *
 * @throws Error when the walk does not end at the service's start page.
 */
export async function walkAsVisitor(serviceUrl: string, from: URL, visitor: Visitor): Promise<void> {
  const cookies = new CookieJar();
  let request: { readonly url: URL; readonly form?: URLSearchParams } = { url: from };
  for (let step = 0; step < maxSteps; step += 1) {
    const response = await fetch(request.url, {
      redirect: 'manual',
      headers: { cookie: cookies.headerFor(request.url), accept: 'text/html' },
      ...(request.form === undefined ? {} : { method: 'POST', body: request.form }),
    });
    cookies.store(request.url, response.headers.getSetCookie());
    const location = response.headers.get('location');
    if (location !== null) {
      await response.body?.cancel();
      const url = new URL(location, request.url);
      if (url.origin === new URL(serviceUrl).origin && url.pathname === '/') return;
      request = { url };
      continue;
    }
    const page = await response.text();
    const form = response.status === 200 ? parseForm(page) : undefined;
    if (form === undefined) {
      throw new Error(`The walk from ${from.pathname} ended at ${request.url.pathname} with status ${response.status}`);
    }
    request = { url: new URL(form.action ?? request.url.href, request.url), form: fillIn(form.fields, visitor) };
  }
  throw new Error(`The walk from ${from.pathname} takes more than ${maxSteps} steps`);
}

interface FormField {
  readonly name: string;
  readonly type: string;
  readonly value: string;
  readonly isChecked: boolean;
}

/** Reads the first form of a page. Enough for the plain pages of this service and the emulators. */
function parseForm(page: string): { readonly action?: string; readonly fields: readonly FormField[] } | undefined {
  const [, formTag, content] = /<form\b([^>]*)>([\s\S]*?)<\/form>/i.exec(page) ?? [];
  if (formTag === undefined || content === undefined) return undefined;
  const action = attribute(formTag, 'action');
  const fields = [...content.matchAll(/<(input|button)\b([^>]*)>/gi)].map(([, tag, attributes = '']) => ({
    name: attribute(attributes, 'name') ?? '',
    type: attribute(attributes, 'type') ?? (tag?.toLowerCase() === 'button' ? 'submit' : 'text'),
    value: attribute(attributes, 'value') ?? '',
    isChecked: /\schecked\b/i.test(attributes),
  }));
  return { ...(action === undefined ? {} : { action }), fields };
}

function fillIn(fields: readonly FormField[], visitor: Visitor): URLSearchParams {
  const form = new URLSearchParams();
  let hasPressed = false;
  for (const field of fields) {
    if (field.name === '') continue;
    if (field.type === 'password') form.append(field.name, visitor.password);
    else if (field.type === 'text' || field.type === 'email') form.append(field.name, visitor.address);
    else if (field.type === 'hidden' || (field.type === 'checkbox' && field.isChecked))
      form.append(field.name, field.value);
    else if (field.type === 'submit' && !hasPressed && !/^(deny|cancel)$/i.test(field.value)) {
      hasPressed = true;
      form.append(field.name, field.value);
    }
  }
  return form;
}

function attribute(tag: string, name: string): string | undefined {
  const value = new RegExp(`\\b${name}="([^"]*)"`, 'i').exec(tag)?.[1];
  return value
    ?.replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

/** Cookies by origin: this walk meets no paths or domains that would need more. */
class CookieJar {
  readonly #byOrigin = new Map<string, Map<string, string>>();

  store(url: URL, setCookies: readonly string[]): void {
    const cookies = this.#byOrigin.get(url.origin) ?? new Map<string, string>();
    for (const cookie of setCookies) {
      const [pair = ''] = cookie.split(';');
      cookies.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1));
    }
    this.#byOrigin.set(url.origin, cookies);
  }

  headerFor(url: URL): string {
    return [...(this.#byOrigin.get(url.origin) ?? [])].map(([name, value]) => `${name}=${value}`).join('; ');
  }
}
