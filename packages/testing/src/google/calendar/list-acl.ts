import type { CalendarView } from '../google-state.ts';
import { reaches } from './access-control-list.ts';
import type { AclRule } from './access-control-list.ts';
import type { ApiContext } from '../api/api-context.ts';
import { ApiError, notFound } from '../api/api-error.ts';
import { listByPosition } from './list-by-position.ts';
import { booleanParameter } from '../api/query-parameters.ts';

/** `acl.list`: who a calendar is shared with. Deleted rules show with `showDeleted` and in a delta. */
export function listAcl(context: ApiContext, view: CalendarView): object {
  requireWriter(view);
  const showsDeleted = booleanParameter(context.query, 'showDeleted') ?? context.query.has('syncToken');
  const rules = [...view.calendar.acl.rules.values()].filter((rule) => showsDeleted || rule.role !== 'none');
  return listByPosition(context, {
    kind: 'calendar#acl',
    scope: `acl ${view.calendar.id}`,
    newest: view.calendar.acl.position,
    items: rules.map((rule) => ({ position: rule.position, resource: ruleResource(rule) })),
  });
}

/** `acl.get`. */
export function getAclRule(view: CalendarView, ruleId: string): object {
  requireWriter(view);
  const rule = view.calendar.acl.rules.get(ruleId.toLowerCase());
  if (rule === undefined || rule.role === 'none') throw notFound();
  return ruleResource(rule);
}

function ruleResource({ id, scope, role, etag }: AclRule): object {
  return { kind: 'calendar#aclRule', etag, id, scope, role };
}

/** Reading the list comes with the role `writer` (resource `Acl`). */
function requireWriter({ accessRole }: CalendarView): void {
  if (reaches(accessRole, 'writer')) return;
  throw new ApiError(403, 'You need to have writer access to this calendar.', {
    domain: 'calendar',
    reason: 'requiredAccessLevel',
  });
}
