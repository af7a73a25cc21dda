/** Leaves at the end of a path of names: to follow a path, no key has to be built of it. */
export class Tree<Leaf> {
  leaf: Leaf | undefined;
  #branches: Map<string, Tree<Leaf>> | undefined;

  /** The branch of a name, grown when the name is new. */
  at(name: string): Tree<Leaf> {
    this.#branches ??= new Map();
    let branch = this.#branches.get(name);
    if (branch === undefined) {
      branch = new Tree();
      this.#branches.set(name, branch);
    }
    return branch;
  }
}
