import { shortScope } from './resource.ts';

/** Narrowest first; a wider one gives what the narrower ones give (Microsoft Graph permissions reference). */
const levels = ['readbasic', 'read', 'readwrite'];
const permissionForm = /^(?<subject>.+)\.(?<level>readbasic|read|readwrite)(?:\.(?<reach>shared|all))?$/;

/** Tells whether a granted permission gives what another one would, letter case and long forms aside. */
export function coversPermission(granted: string, wanted: string): boolean {
  const [held, asked] = [granted, wanted].map((scope) => shortScope(scope).toLowerCase());
  if (held === asked) return true;
  const given = permissionForm.exec(held ?? '')?.groups;
  const needed = permissionForm.exec(asked ?? '')?.groups;
  if (given === undefined || needed === undefined || given['subject'] !== needed['subject']) return false;
  // What opens the things of others opens one's own; one's own is not those of others.
  const isReaching = needed['reach'] === undefined || given['reach'] === needed['reach'];
  return isReaching && levels.indexOf(given['level'] ?? '') >= levels.indexOf(needed['level'] ?? '');
}
