import { itemElement, checkItemShape, selectProperties } from '../render/item-element.ts';
import { readItemShape } from '../render/item-shape.ts';
import { attempt, responseOf } from '../soap/response-messages.ts';
import { yearOf } from '../time/instants.ts';
import { childOf } from '../xml/parse-xml.ts';
import { element } from '../xml/xml-writer.ts';
import type { OperationInput } from './operation.ts';
import { resolveItem } from './resolve-item.ts';

/** GetItem: one response message for each id, in the order of the request. */
export function getItem({ request, context, store, now }: OperationInput): string {
  const shape = readItemShape(childOf(request, 'ItemShape'));
  const year = yearOf(now);
  const messages = (childOf(request, 'ItemIds')?.children ?? []).map((node) =>
    attempt('GetItem', '<m:Items/>', () => {
      const view = resolveItem(node, store, context.actor);
      checkItemShape(shape, false);
      const hidesPrivateItems = !store.permissions.seesPrivateItems(view.item.folder.account, context.actor);
      const target = { context, shape, inFind: false, year, hidesPrivateItems };
      return element('m:Items', {}, itemElement(view, selectProperties(target), target));
    }),
  );
  return responseOf('GetItem', messages);
}
