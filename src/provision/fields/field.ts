/**
 * How one field of a resource is owned, read, compared, sent and shown. The table of all fields (table.ts) is what the
 * plan, the changes, the check of what came back and the reference follow.
 *
 * - `name`: how the thing is known; never changed
 * - `ours`: put back when it differs
 * - `shared`: we follow the template while nobody touched the field since we last wrote it; then it is theirs
 * - `managed`: ours between the markers while nobody edits there, theirs around them
 * - `seed`: written once, theirs from then on
 * - `append`: seeded; what the template gains later is appended, nothing is rewritten
 * - `add`: ours are added when the template gains them; what people add stays, what people take off stays off
 */
import type { Key, Kind, LiveIssue, LiveOf, WantedOf } from '../../model/resource.ts';
import type { Patch } from '../../model/tracker.ts';
import type { Written } from '../../record/managed-block.ts';

export type Ownership = 'name' | 'ours' | 'shared' | 'managed' | 'seed' | 'append' | 'add';

/** What a field needs to know about other things. */
export interface Surroundings {
  /** What a marker says of the place of a thing of this kind; null where it is not known. */
  place(kind: Kind): string | null;
  /**
   * It was seen whole once: its parent's index names it, or there is no index to tell. What is missing of it was then taken off by
   * people.
   */
  isConfirmed(key: Key): boolean;
  /** Where our labels live; one of another home is not ours to change. */
  labelsIn: 'group' | 'project';
  /** The milestone's title as it is in GitLab, or as it will be. */
  milestoneTitle(key: Key): string;
  /** Which wanted milestone an issue is in; another one is told by its number. Empty for none. */
  milestoneOf(live: LiveIssue): string;
  milestoneId(key: Key | null): number | null;
  /** Global id of the epic. */
  epicId(key: Key | null): number | null;
  /** Number of the epic or tracking issue with this key, null before it has one. */
  parentIid(key: Key | null): number | null;
  /** A member who can be assigned. */
  isMember(username: string): boolean;
  memberIds(usernames: string[]): number[];
}

interface Common<K extends Kind> {
  /** As people call it, in plans, notes and messages. */
  name: string;
  /** What the plan says of it for a new thing; null for nothing. */
  detail?(each: WantedOf<K>, around: Surroundings): string | null;
  /** Words of the marker beside digests, as they are when the thing is made. */
  remember?(each: WantedOf<K>, around: Surroundings): Written;
}

/** A field with one value, as text that can be compared. */
interface Value<K extends Kind> extends Common<K> {
  /** For people, where the value is a key. */
  shown?(live: LiveOf<K>, each: WantedOf<K>, around: Surroundings): { from: string; to: string };
  /** Null where the program says nothing about it. */
  wanted(each: WantedOf<K>, around: Surroundings): string | null;
  /** Null when it is empty; undefined where this GitLab has no such field. */
  live(live: LiveOf<K>, around: Surroundings): string | null | undefined;
  send(each: WantedOf<K>, around: Surroundings): Patch;
  /** It names another thing of ours, which may itself be there twice. */
  isReference?: true;
}

export interface OursField<K extends Kind> extends Value<K> {
  policy: 'ours';
}

export interface SharedField<K extends Kind> extends Value<K> {
  policy: 'shared';
  /** Its name in the marker. */
  marker: string;
}

export interface SeedField<K extends Kind> extends Value<K> {
  policy: 'seed';
  /** What of it did not arrive, in words; null when all did. Everything or nothing unless told. */
  lost?(each: WantedOf<K>, live: LiveOf<K>, around: Surroundings): string | null;
  /** Whether a person put something of their own there; a value that is not ours unless told. */
  isTheirs?(each: WantedOf<K>, live: LiveOf<K>): boolean;
  /** What may still be set when it could not be at the beginning. */
  later?(each: WantedOf<K>, live: LiveOf<K>, around: Surroundings, written: Written): Later | null;
}

/** A seed that is set late: what is shown, what is sent, and the marker's words from then on. */
export interface Later {
  field: string;
  from: string;
  to: string;
  patch: Patch;
  written: Written;
}

export interface AddField<K extends Kind> extends Common<K> {
  policy: 'add';
  wanted(each: WantedOf<K>): string[];
  live(live: LiveOf<K>): string[];
  /** Its name in the marker, where what we once set is remembered; null where nothing can be. */
  marker: string | null;
  send(each: WantedOf<K>): Patch;
  gain(names: string[]): Patch;
}

export interface AppendField<K extends Kind> extends Common<K> {
  policy: 'append';
  /** The description with what the template gained, and the marker's words; null when it gained nothing. */
  grow(each: WantedOf<K>, description: string, written: Written): Grown | null;
}

export interface Grown {
  from: string;
  to: string;
  description: string;
  written: Written;
}

/** Text that our part of the description holds. */
export interface ManagedField<K extends Kind> extends Common<K> {
  policy: 'managed';
  text(each: WantedOf<K>): string;
}

/** How the thing is known, or part of another field: nothing is compared. */
export interface NameField<K extends Kind> extends Common<K> {
  policy: 'name';
}

export type Field<K extends Kind> =
  | NameField<K>
  | OursField<K>
  | SharedField<K>
  | ManagedField<K>
  | SeedField<K>
  | AppendField<K>
  | AddField<K>;

/** What a wanted resource consists of; each needs an entry, or it does not compile. */
export type FieldsOf<K extends Kind> = {
  [F in Exclude<keyof WantedOf<K>, 'kind' | 'key' | 'role'>]: Field<K>;
};
