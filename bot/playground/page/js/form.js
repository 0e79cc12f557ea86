/** What people typed and chose, kept apart from the blocks, so that it outlives a redraw. */

const forms = new Map();

/**
 * The values of one surface by block and action. As in Slack, a value stays as long as an element with the same
 * `block_id` and `action_id` is there, whatever `initial_…` a later version of the view brings.
 */
export class Form {
  constructor() {
    this.values = new Map();
    /** Sentences by block id. */
    this.errors = {};
    /** The hash of the view that was refused; "" when none was. */
    this.refused = "";
    /** Whether the person changed anything. */
    this.dirty = false;
  }

  /** The value of an element; the first time the one it starts with. */
  get(block, element, initial) {
    const key = keyOf(block, element);
    if (!this.values.has(key)) this.values.set(key, initial);
    return this.values.get(key);
  }

  /** Take over what the server knows was typed before this page was loaded. */
  seed(typed) {
    for (const [block, actions] of Object.entries(typed || {})) {
      for (const [action, raw] of Object.entries(actions)) {
        const key = JSON.stringify([block, action]);
        if (!this.values.has(key)) this.values.set(key, raw);
      }
    }
  }

  /** Keep what was typed or chosen. */
  set(block, element, value) {
    this.values.set(keyOf(block, element), value);
    this.dirty = true;
  }

  /** Keep what was wrong with the version `hash` of a view. */
  refuse(errors, hash) {
    this.errors = errors;
    this.refused = hash;
  }

  /** Forget the values of elements that are not in these blocks any more. */
  prune(blocks) {
    const live = new Set(blocks.flatMap((block) => elementsOf(block).map((element) => keyOf(block, element))));
    for (const key of this.values.keys()) if (!live.has(key)) this.values.delete(key);
  }

  /** All values as the server wants them: `{block_id: {action_id: raw}}`. */
  raw() {
    const state = {};
    for (const [key, value] of this.values) {
      const [block, action] = JSON.parse(key);
      (state[block] ||= {})[action] = value;
    }
    return state;
  }
}

const keyOf = (block, element) => JSON.stringify([block.block_id, element.action_id]);

/** The interactive elements of a block. */
export function elementsOf(block) {
  return [block.element, block.accessory, ...(block.elements || []), ...(block.actions || [])].filter((one) => one?.action_id);
}

/** The form of a surface by its name; made when first asked for. */
export function formOf(name) {
  if (!forms.has(name)) forms.set(name, new Form());
  return forms.get(name);
}

/** Forget a surface. */
export const dropForm = (name) => forms.delete(name);
