import { invalidProperty, readBody } from './body-reader.ts';
import type { MailboxRequest } from './graph-context.ts';
import { GraphRefusal, itemNotFound } from './graph-error.ts';
import type { JsonObject, MasterCategory } from './mailbox.ts';
import { contextUrl } from './odata-context.ts';
import { pageOf } from './page.ts';
import { readQueryOptions } from './query-options.ts';
import { created, noContent, ok } from './reply.ts';
import type { Reply } from './reply.ts';

const presets = ['none', ...Array.from({ length: 25 }, (_, index) => `preset${index}`)];
const categoryProperties = new Set(['id', 'displayname', 'color']);

/** What every new mailbox has. */
export function defaultCategories(guidOf: (name: string) => string): MasterCategory[] {
  const colors = { Red: 0, Orange: 1, Yellow: 3, Green: 4, Blue: 7, Purple: 8 };
  return Object.entries(colors).map(([name, preset]) => ({
    id: guidOf(name),
    displayName: `${name} category`,
    color: `preset${preset}`,
  }));
}

/** `GET outlook/masterCategories`. */
export function listCategories(work: MailboxRequest): JsonObject {
  const page = pageOf(work.mailbox.categories, readQueryOptions(work.request.query), 100, work.request);
  return {
    '@odata.context': contextUrl(work, 'outlook/masterCategories'),
    ...page.annotations,
    value: page.rows,
    ...(page.nextLink === undefined ? {} : { '@odata.nextLink': page.nextLink }),
  };
}

/** `GET outlook/masterCategories/{id}`. */
export function getCategory(work: MailboxRequest): JsonObject {
  return categoryEntity(work, findCategory(work));
}

/**
 * `POST outlook/masterCategories`.
 *
 * @throws GraphRefusal 409 for a name that is there already.
 */
export function createCategory(work: MailboxRequest): Reply {
  const body = readBody(work.request);
  body.allowOnly(categoryProperties, 'outlookCategory');
  const displayName = body.text('displayName') ?? '';
  if (displayName === '' || displayName.length > 255) throw invalidProperty('A category has to have a displayName.');
  const { categories } = work.mailbox;
  if (categories.some((category) => category.displayName.toLowerCase() === displayName.toLowerCase())) {
    throw new GraphRefusal(409, 'CategoryNameDuplicate', 'A category with this name exists already.');
  }
  const color = body.choice('color', presets, 'categoryColor') ?? 'none';
  const category: MasterCategory = { id: work.context.entra.minted.guid(), displayName, color };
  categories.push(category);
  return created(categoryEntity(work, category));
}

/** `PATCH outlook/masterCategories/{id}`: the colour only, a name stays for ever. */
export function updateCategory(work: MailboxRequest): Reply {
  const category = findCategory(work);
  const body = readBody(work.request);
  body.allowOnly(categoryProperties, 'outlookCategory');
  const name = body.text('displayName');
  if (name !== undefined && name !== category.displayName) {
    throw invalidProperty('The displayName of a category cannot be changed.');
  }
  category.color = body.choice('color', presets, 'categoryColor') ?? category.color;
  return ok(categoryEntity(work, category));
}

/** `DELETE outlook/masterCategories/{id}`. Events keep the name. */
export function deleteCategory(work: MailboxRequest): Reply {
  const { categories } = work.mailbox;
  categories.splice(categories.indexOf(findCategory(work)), 1);
  return noContent;
}

function findCategory({ mailbox, parameters }: MailboxRequest): MasterCategory {
  const found = mailbox.categories.find(({ id }) => id === parameters['category']);
  if (found === undefined) throw itemNotFound();
  return found;
}

function categoryEntity(work: MailboxRequest, category: MasterCategory): JsonObject {
  return { '@odata.context': contextUrl(work, 'outlook/masterCategories', undefined, true), ...category };
}
