// One menu of check boxes per facet.

const MOST_VALUES = 100;

class RowsFacets {
  constructor(root, model, changed) {
    Object.assign(this, { model, changed });
    this.menus = model.facets.map((facet) => this.menu(facet));
    this.ranges = model.ranges.map((range) => this.range(range));
    root.querySelector(".rows-facets").append(...this.menus, ...this.ranges);
    document.addEventListener("click", (event) => this.close((menu) => !menu.contains(event.target)));
  }

  menu(facet) {
    const menu = element(
      "details", { className: "facet" },
      element("summary", {}, element("bdi", { textContent: visible(this.model.columns[facet.column]) }), element("span", { dir: "auto" })),
      element("div", { className: "facet-values" }),
    );
    // Not on "toggle": that comes later than a quick Tab into the menu.
    menu.querySelector("summary").addEventListener("click", () => menu.open || this.fill(menu, facet));
    menu.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      menu.open = false;
      menu.querySelector("summary").focus();
    });
    return menu;
  }

  /** From and to; what is left empty does not count. */
  range(range) {
    const name = this.model.columns[range.column];
    const part = element("fieldset", { className: "range" }, element("legend", { className: "unseen", textContent: visible(name) }));
    const [from, to] = ["from", "to"].map((end) => {
      const at = end === "from" ? range.least : range.most;
      const label = `${visible(name)} ${end}`;
      const box = element("input", { type: "number", step: "any", placeholder: `${label} ${Number(at.toPrecision(4))}`, ariaLabel: label });
      box.addEventListener("input", () => {
        range[end] = box.value === "" ? (end === "from" ? -Infinity : Infinity) : Number(box.value);
        this.changed();
      });
      return box;
    });
    part.append(from, to);
    return part;
  }

  /** The commonest values first; a chosen one always. */
  fill(menu, facet) {
    const codes = facet.values.map((_, code) => code).sort((a, b) => facet.counts[b] - facet.counts[a] || a - b);
    const listed = codes.filter((code, place) => place < MOST_VALUES || facet.chosen.has(code));
    const choices = listed.map((code) => this.choice(menu, facet, code));
    const rest = codes.length - listed.length;
    if (rest > 0) choices.push(element("p", { textContent: `and ${rest.toLocaleString("en")} more: use the search` }));
    menu.querySelector(".facet-values").replaceChildren(...choices);
  }

  choice(menu, facet, code) {
    const box = element("input", { type: "checkbox", checked: facet.chosen.has(code) });
    box.addEventListener("change", () => {
      if (box.checked) facet.chosen.add(code);
      else facet.chosen.delete(code);
      this.changed();
    });
    const count = element("small", { textContent: facet.counts[code].toLocaleString("en") });
    count.dataset.code = code;
    const name = visible(facet.values[code].slice(0, LONGEST_CELL)) || "(none)";
    return element("label", {}, box, element("bdi", { textContent: name }), count);
  }

  /** Show what is chosen, and the counts as they are now, without moving what the pointer is on. */
  draw() {
    this.drawRanges();
    this.model.facets.forEach((facet, at) => {
      const menu = this.menus[at];
      const chosen = [...facet.chosen].map((code) => facet.values[code] || "(none)");
      menu.classList.toggle("chosen", chosen.length > 0);
      menu.querySelector("summary span").textContent = chosen.length > 1 ? String(chosen.length) : visible(chosen[0] ?? "");
      for (const count of menu.querySelectorAll("small")) count.textContent = facet.counts[count.dataset.code].toLocaleString("en");
      for (const box of menu.querySelectorAll("input")) {
        box.checked = facet.chosen.has(Number(box.closest("label").querySelector("small").dataset.code));
      }
    });
  }

  /** Take away what the ranges say that are not chosen any more. */
  drawRanges() {
    this.model.ranges.forEach((range, at) => {
      this.ranges[at].classList.toggle("chosen", range.chosen);
      if (!range.chosen) for (const box of this.ranges[at].querySelectorAll("input")) if (box !== document.activeElement) box.value = "";
    });
  }

  close(which) {
    for (const menu of this.menus) if (menu.open && which(menu)) menu.open = false;
  }
}
