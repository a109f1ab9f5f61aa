import type { Shape } from './shape.ts';

/** An attribute as a namespace-aware parser reports it. */
export interface ParsedAttribute {
  readonly value: string;
}

interface Frame {
  readonly shape: Shape<unknown>;
  readonly name: string;
  readonly isMany: boolean;
  readonly value: Record<string, unknown>;
  text: string;
}

/**
 * Turns the events of an XML parser into what a {@link Shape} asks for. It holds one frame per open element that is wanted
 * and a counter for those that are not.
 */
export class ShapeBuilder<T> {
  readonly #frames: Frame[];
  #top: Frame;
  /** How many unwanted elements are open. */
  #skipped = 0;

  /** @param documentShape - Has the document's root as its only child. */
  constructor(documentShape: Shape<T>) {
    this.#top = { shape: documentShape, name: '', isMany: false, value: {}, text: '' };
    this.#frames = [this.#top];
  }

  /** Whether the text of the element that is open now is wanted. */
  get wantsText(): boolean {
    return this.#skipped === 0 && this.#top.shape.text !== 'none';
  }

  /** Characters of that text so far. */
  get textLength(): number {
    return this.#top.text.length;
  }

  open(name: string, namespace: string, attributes: Readonly<Record<string, ParsedAttribute>>): void {
    if (this.#skipped > 0) {
      this.#skipped += 1;
      return;
    }
    const child = this.#top.shape.children.get(name);
    if (child === undefined || !this.#top.shape.namespaces.includes(namespace)) {
      this.#skipped = 1;
      return;
    }
    const value: Record<string, unknown> = {};
    for (const attribute of child.shape.attributes) {
      const found = attributes[attribute];
      if (found !== undefined) value[attribute] = found.value;
    }
    this.#top = { shape: child.shape, name, isMany: child.isMany, value, text: '' };
    this.#frames.push(this.#top);
  }

  text(text: string): void {
    if (this.wantsText) this.#top.text += text;
  }

  close(): void {
    if (this.#skipped > 0) {
      this.#skipped -= 1;
      return;
    }
    const closed = this.#frames.pop();
    const parent = this.#frames.at(-1);
    if (closed === undefined || parent === undefined) return;
    this.#top = parent;
    if (closed.shape.text === 'beside') closed.value['text'] = closed.text;
    const result = closed.shape.text === 'alone' ? closed.text : closed.value;
    const present = parent.value[closed.name];
    if (!closed.isMany) {
      // The schema has it once. Should a server repeat it, the first stands, as an id must not be replaced by a later one.
      if (present === undefined) parent.value[closed.name] = result;
    } else if (Array.isArray(present)) present.push(result);
    else parent.value[closed.name] = [result];
  }

  /** What was built. */
  result(): T {
    // Members are only ever set from the shape's own names with the kind of value the shape's type says.
    return this.#top.value as T;
  }
}
