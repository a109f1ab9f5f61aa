import { SaxesParser } from 'saxes';

/** An element of a parsed document. */
export interface XmlNode {
  /** Local name. */
  readonly name: string;
  readonly namespace: string;
  /** Attributes without a namespace, by local name. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlNode[];
  /** Text directly inside the element. */
  readonly text: string;
  /** Where the start tag ends, counted from 1. */
  readonly line: number;
  readonly column: number;
}

interface OpenNode extends XmlNode {
  readonly children: XmlNode[];
  text: string;
}

const maxDepth = 64;
const maxElements = 50_000;

/** The document is not well-formed XML, or is one that a SOAP server refuses to read. */
export class XmlRefusedError extends Error {
  override readonly name = 'XmlRefusedError';
}

/**
 * Parses a whole document into a tree.
 *
 * @throws XmlRefusedError when it is not well-formed, has a document type (SOAP 1.1, section 3), or exceeds the limits.
 */
export function parseXml(source: string): XmlNode {
  const parser = new SaxesParser({ xmlns: true });
  const open: OpenNode[] = [];
  let root: XmlNode | undefined;
  let elements = 0;

  parser.on('error', () => {
    throw new XmlRefusedError('The document is not well-formed');
  });
  parser.on('doctype', () => {
    throw new XmlRefusedError('A SOAP message must not have a document type');
  });
  parser.on('opentag', (tag) => {
    elements += 1;
    if (open.length >= maxDepth || elements > maxElements) throw new XmlRefusedError('The document is too large');
    const attributes: Record<string, string> = {};
    for (const attribute of Object.values(tag.attributes)) {
      if (attribute.uri === '') attributes[attribute.local] = attribute.value;
    }
    const node: OpenNode = {
      name: tag.local,
      namespace: tag.uri,
      attributes,
      children: [],
      text: '',
      line: parser.line,
      column: parser.column,
    };
    open.at(-1)?.children.push(node);
    root ??= node;
    open.push(node);
  });
  parser.on('text', (text) => {
    const node = open.at(-1);
    if (node !== undefined) node.text += text;
  });
  parser.on('cdata', (text) => {
    const node = open.at(-1);
    if (node !== undefined) node.text += text;
  });
  parser.on('closetag', () => {
    open.pop();
  });
  parser.write(source).close();
  if (root === undefined) throw new XmlRefusedError('The document is empty');
  return root;
}

/** The first child of that local name. */
export function childOf(node: XmlNode | undefined, name: string): XmlNode | undefined {
  return node?.children.find((child) => child.name === name);
}
