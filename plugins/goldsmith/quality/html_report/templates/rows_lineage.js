// Which rows were made of which, and the family of one: all that it comes from and all that was made of it.

const MOST_RELATIVES = 20;

class Lineage {
  constructor(edges) {
    this.parents = new Map();
    this.children = new Map();
    for (const [child, parent] of edges) {
      this.add(this.parents, child, parent);
      this.add(this.children, parent, child);
    }
    this.choose(null);
  }

  add(map, from, to) {
    if (!map.has(from)) map.set(from, []);
    map.get(from).push(to);
  }

  allows(row) {
    return this.family === null || this.family.has(row);
  }

  choose(row) {
    this.family = row === null ? null : new Set([...this.reach(row, this.parents), ...this.reach(row, this.children)]);
  }

  reach(row, map) {
    const seen = new Set([row]);
    for (const one of seen) for (const next of map.get(one) ?? []) seen.add(next);
    return seen;
  }

  has(row) {
    return this.parents.has(row) || this.children.has(row);
  }
}

/** What a row was made of and what was made of it, each to open, and a button that shows the family alone. */
class RowsRelatives {
  constructor(model, open, changed) {
    Object.assign(this, { model, open, changed });
  }

  terms(row) {
    const { lineage } = this.model;
    if (!lineage.has(row)) return [];
    const family = element("button", { type: "button", textContent: "Show its family alone" });
    family.addEventListener("click", () => {
      lineage.choose(row);
      this.changed();
    });
    return [
      ...this.part("made of", lineage.parents.get(row) ?? []),
      ...this.part("made into", lineage.children.get(row) ?? []),
      element("dt", { textContent: "family" }),
      element("dd", {}, family),
    ];
  }

  part(title, rows) {
    if (rows.length === 0) return [];
    const links = rows.slice(0, MOST_RELATIVES).map((row) => this.link(row));
    const rest = rows.length - links.length;
    if (rest > 0) links.push(element("p", { textContent: `and ${rest.toLocaleString("en")} more: show the family` }));
    return [element("dt", { textContent: title }), element("dd", { className: "relatives" }, ...links)];
  }

  link(row) {
    const { rows, shown } = this.model;
    const told = shown.map((column) => asText(rows[row][column])).find(Boolean) ?? `row ${row + 1}`;
    const button = element("button", { type: "button", dir: "auto", textContent: visible(told.slice(0, LONGEST_CELL).replace(/\s+/g, " ")) });
    button.addEventListener("click", () => this.open(row));
    return button;
  }
}
