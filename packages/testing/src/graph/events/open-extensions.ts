import { invalidProperty, readBody, unreadable } from '../body-reader.ts';
import type { BodyReader } from '../body-reader.ts';
import type { MailboxRequest } from '../graph-context.ts';
import { GraphRefusal, itemNotFound } from '../graph-error.ts';
import type { JsonObject } from '../mailbox.ts';
import { contextUrl } from '../odata-context.ts';
import { created, noContent, ok } from '../reply.ts';
import type { Reply } from '../reply.ts';
import { findEvent } from './find-event.ts';
import { writeContent } from './write-content.ts';

const idPrefix = 'Microsoft.OutlookServices.OpenTypeExtension.';
/** Open extensions in the body of a new event. */
export function readExtensions(body: BodyReader): ReadonlyMap<string, JsonObject> | undefined {
  const extensions = body.objects('extensions');
  return extensions === undefined ? undefined : new Map(extensions.map(readExtension));
}

/** `GET events/{id}/extensions`. */
export function listExtensions(work: MailboxRequest): Reply {
  const { content } = findEvent(work);
  return ok({
    '@odata.context': contextUrl(work, 'events/extensions'),
    value: [...content.extensions].map(([name, members]) => extensionJson(name, members)),
  });
}

/** `POST events/{id}/extensions`. */
export function createExtension(work: MailboxRequest): Reply {
  const instance = findEvent(work);
  const [name, members] = readExtension(readBody(work.request));
  const { extensions } = instance.content;
  if (extensions.has(name)) {
    throw new GraphRefusal(409, 'ErrorItemSave', 'An extension with this name exists already.');
  }
  writeContent(work, instance, { extensions: new Map(extensions).set(name, members) });
  return created({
    '@odata.context': contextUrl(work, 'events/extensions', undefined, true),
    ...extensionJson(name, members),
  });
}

/** `GET events/{id}/extensions/{name}`. */
export function getExtension(work: MailboxRequest): Reply {
  const { name, members } = findExtension(work);
  return ok({
    '@odata.context': contextUrl(work, 'events/extensions', undefined, true),
    ...extensionJson(name, members),
  });
}

/** `PATCH events/{id}/extensions/{name}`: members that are not named keep their values. */
export function updateExtension(work: MailboxRequest): Reply {
  const { instance, name, members } = findExtension(work);
  const changed = { ...members, ...ownMembers(readBody(work.request)) };
  writeContent(work, instance, { extensions: new Map(instance.content.extensions).set(name, changed) });
  return ok({
    '@odata.context': contextUrl(work, 'events/extensions', undefined, true),
    ...extensionJson(name, changed),
  });
}

/** `DELETE events/{id}/extensions/{name}`. */
export function deleteExtension(work: MailboxRequest): Reply {
  const { instance, name } = findExtension(work);
  const extensions = new Map(instance.content.extensions);
  extensions.delete(name);
  writeContent(work, instance, { extensions });
  return noContent;
}

/** The extension as Graph sends it. */
export function extensionJson(name: string, members: JsonObject): JsonObject {
  return {
    '@odata.type': '#microsoft.graph.openTypeExtension',
    id: idPrefix + name,
    extensionName: name,
    ...members,
  };
}

/** The name behind an id, which may be the name itself. */
export function extensionNameOf(id: string): string {
  return id.startsWith(idPrefix) ? id.slice(idPrefix.length) : id;
}

function readExtension(body: BodyReader): readonly [name: string, members: JsonObject] {
  const type = body.text('@odata.type') ?? '';
  if (!/^#?microsoft\.graph\.openTypeExtension$/i.test(type)) {
    throw unreadable("An extension has to have '@odata.type' set to 'microsoft.graph.openTypeExtension'.");
  }
  const name = body.text('extensionName') ?? '';
  if (name === '') throw invalidProperty('An extension has to have an extensionName.');
  return [name, ownMembers(body)];
}

function ownMembers({ source }: BodyReader): JsonObject {
  const reserved = ['id', 'extensionname'];
  return Object.fromEntries(
    Object.entries(source).filter(([name]) => !name.includes('@') && !reserved.includes(name.toLowerCase())),
  );
}

function findExtension(work: MailboxRequest): {
  readonly instance: ReturnType<typeof findEvent>;
  readonly name: string;
  readonly members: JsonObject;
} {
  const instance = findEvent(work);
  const name = extensionNameOf(work.parameters['extension'] ?? '');
  const members = instance.content.extensions.get(name);
  if (members === undefined) throw itemNotFound();
  return { instance, name, members };
}
