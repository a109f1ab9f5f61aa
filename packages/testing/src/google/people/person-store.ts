import type { JsonObject } from '../api/json-body.ts';
import type { GoogleState } from '../google-state.ts';
import { renderStamp } from '../calendar/zoned-time.ts';

/** Where a person comes from. */
export type PersonSource = 'CONTACT' | 'OTHER_CONTACT' | 'PROFILE' | 'DOMAIN_PROFILE';

/** The values of a person's fields: lists, as the API has them. */
export type PersonValues = Readonly<Record<string, readonly JsonObject[]>>;

/** A person as it was at some time. */
export interface PersonVersion {
  readonly resourceName: string;
  readonly id: string;
  readonly source: PersonSource;
  readonly values: PersonValues;
  readonly etag: string;
  readonly sourceEtag: string;
  readonly updatedMs: number;
  /** Place in the change log. */
  readonly position: number;
  /** From when on lists, searches and syncs know it. */
  readonly visibleFromMs: number;
  readonly isDeleted: boolean;
}

/** People of one kind, with everything that became of them: lists show them later than whoever asks for one. */
export class PersonStore {
  readonly #state: GoogleState;
  readonly #source: PersonSource;
  readonly #prefix: string;
  readonly #lagMs: number;
  readonly #versions = new Map<string, PersonVersion[]>();
  #position = 0;

  constructor(state: GoogleState, options: { source: PersonSource; prefix: string; lagMs: number }) {
    this.#state = state;
    this.#source = options.source;
    this.#prefix = options.prefix;
    this.#lagMs = options.lagMs;
  }

  /** The person as it is now; undefined when there is none. */
  find(resourceName: string): PersonVersion | undefined {
    const version = this.#versions.get(resourceName)?.at(-1);
    return version?.isDeleted === false ? version : undefined;
  }

  /** Everybody as they are now. */
  all(): readonly PersonVersion[] {
    return [...this.#versions.keys()]
      .flatMap((resourceName) => this.find(resourceName) ?? [])
      .toSorted((one, other) => one.position - other.position);
  }

  /** Everybody as lists know them at this moment, deleted people included, in the order of the latest change. */
  listed(): readonly PersonVersion[] {
    const now = this.#state.clock.now();
    return [...this.#versions.values()]
      .flatMap((versions) => versions.findLast((version) => version.visibleFromMs <= now) ?? [])
      .toSorted((one, other) => one.position - other.position);
  }

  /** Adds somebody. The service goes on working on a new contact: its first etag does not last. */
  add(values: PersonValues, id: string = this.#state.opaque.hex(15)): PersonVersion {
    const version = this.#append(`${this.#prefix}${BigInt(`0x${id}`)}`, id, values, false);
    this.#state.agenda.add(this.#lagMs, () => this.#renew(version));
    return version;
  }

  change({ resourceName, id }: PersonVersion, values: PersonValues): PersonVersion {
    return this.#append(resourceName, id, values, false);
  }

  remove({ resourceName, id, values }: PersonVersion): void {
    this.#append(resourceName, id, values, true);
  }

  #append(resourceName: string, id: string, values: PersonValues, isDeleted: boolean): PersonVersion {
    const { clock } = this.#state;
    this.#position += 1;
    const version: PersonVersion = {
      resourceName,
      id,
      source: this.#source,
      values,
      ...this.#etags(),
      updatedMs: clock.now(),
      position: this.#position,
      visibleFromMs: clock.now() + this.#lagMs,
      isDeleted,
    };
    this.#versions.set(resourceName, [...(this.#versions.get(resourceName) ?? []), version]);
    return version;
  }

  #renew(version: PersonVersion): void {
    const versions = this.#versions.get(version.resourceName) ?? [];
    if (versions.at(-1) !== version) return;
    this.#versions.set(version.resourceName, [...versions.slice(0, -1), { ...version, ...this.#etags() }]);
  }

  #etags(): { readonly etag: string; readonly sourceEtag: string } {
    return { etag: `%E${this.#state.opaque.text(30)}`, sourceEtag: `#${this.#state.opaque.text(11)}=` };
  }
}

/** A person on the wire: what the mask asks for. Of deleted people nothing but that they are. */
export function personResource(person: PersonVersion, mask: ReadonlySet<string>): object {
  const { resourceName, etag, isDeleted, values } = person;
  const chosen = Object.entries(values).filter(([name]) => mask.has(name));
  return {
    resourceName,
    etag,
    ...(isDeleted || mask.has('metadata') ? { metadata: personMetadata(person) } : {}),
    ...(isDeleted ? {} : Object.fromEntries(chosen)),
  };
}

function personMetadata({ source, id, sourceEtag, updatedMs, isDeleted }: PersonVersion): object {
  return {
    sources: [{ type: source, id, etag: sourceEtag, updateTime: renderStamp(updatedMs) }],
    ...(isDeleted ? { deleted: true } : {}),
    objectType: 'PERSON',
  };
}
