import { RequestError } from '../soap/ews-errors.ts';
import { isAtLeast } from '../soap/server-versions.ts';
import type { SchemaVersion } from '../soap/server-versions.ts';
import type { XmlNode } from '../xml/parse-xml.ts';
import type { ElementRule } from './rule.ts';
import { fieldUris } from './field-uris.ts';

/**
 * Checks an element and everything below against its rule, as the server does before it looks at what is asked.
 *
 * @throws RequestError `ErrorSchemaValidation` with the place and the violation.
 */
export function validateElement(node: XmlNode, rule: ElementRule, version: SchemaVersion): void {
  if (rule.open === true) return;
  checkAttributes(node, rule, version);
  const text = node.text.trim();
  if (rule.text !== undefined) {
    if (node.children.length > 0) violate(node, `The element '${node.name}' cannot contain child elements.`);
    if (!rule.text(node.text)) violate(node, `The '${node.name}' element is invalid - its value is not allowed.`);
    return;
  }
  if (text !== '') violate(node, `The element '${node.name}' cannot contain text.`);
  checkChildren(node, rule, version);
}

function checkAttributes(node: XmlNode, rule: ElementRule, version: SchemaVersion): void {
  const allowed = rule.attributes ?? {};
  for (const [name, value] of Object.entries(node.attributes)) {
    const attribute = Object.hasOwn(allowed, name) ? allowed[name] : undefined;
    if (attribute === undefined) violate(node, `The '${name}' attribute is not declared.`);
    if (!attribute.check(value)) violate(node, `The '${name}' attribute is invalid - its value is not allowed.`);
  }
  for (const [name, attribute] of Object.entries(allowed)) {
    if (attribute.required && node.attributes[name] === undefined) {
      violate(node, `The required attribute '${name}' is missing.`);
    }
  }
  if (node.name === 'FieldURI') {
    const uri = node.attributes['FieldURI'] ?? '';
    const since = fieldUris.get(uri);
    if (since === undefined || !isAtLeast(version, since)) {
      violate(node, `The 'FieldURI' attribute is invalid - the requested schema has no such property.`);
    }
  }
}

function checkChildren(node: XmlNode, rule: ElementRule, version: SchemaVersion): void {
  const sequence = rule.sequence ?? [];
  let place = 0;
  let count = 0;
  for (const child of node.children) {
    for (;;) {
      const expected = sequence[place];
      if (expected === undefined)
        violate(child, `The element '${node.name}' has invalid child element '${child.name}'.`);
      const childRule = Object.hasOwn(expected.oneOf, child.name) ? expected.oneOf[child.name] : undefined;
      if (childRule?.since !== undefined && !isAtLeast(version, childRule.since)) {
        violate(child, `The element '${node.name}' has invalid child element '${child.name}' in the requested schema.`);
      }
      if (childRule !== undefined && child.namespace === expected.namespace && count < expected.max) {
        count += 1;
        validateElement(child, childRule, version);
        break;
      }
      if (count < expected.min) {
        violate(
          child,
          `The element '${node.name}' has invalid child element '${child.name}'. ${expectation(expected.oneOf)}`,
        );
      }
      place += 1;
      count = 0;
    }
  }
  for (let at = place; at < sequence.length; at += 1) {
    const missing = sequence[at];
    if (missing !== undefined && (at === place ? count : 0) < missing.min) {
      violate(node, `The element '${node.name}' has incomplete content. ${expectation(missing.oneOf)}`);
    }
  }
}

function expectation(oneOf: Readonly<Record<string, ElementRule>>): string {
  return `List of possible elements expected: '${Object.keys(oneOf).join(', ')}'.`;
}

/** Refuses the request for what stands at `node`. */
export function violate(node: XmlNode, violation: string): never {
  throw new RequestError('ErrorSchemaValidation', `The request failed schema validation: ${violation}`, {
    LineNumber: String(node.line),
    LinePosition: String(node.column),
    Violation: violation,
  });
}
