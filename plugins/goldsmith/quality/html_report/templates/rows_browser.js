// Search box, facets, list and drawer around one set of rows.

class RowsBrowser {
  constructor(root) {
    this.root = root;
    this.model = new RowsModel(JSON.parse(document.getElementById(root.dataset.rows).textContent));
    this.search = root.querySelector("input[type=search]");
    this.count = root.querySelector(".rows-count");
    this.clearing = root.querySelector(".rows-clear");
    root.hidden = false;
    this.list = new RowsList(root, this.model, (place) => this.details.open(place));
    const relatives = new RowsRelatives(this.model, (row) => this.show(row), () => this.showFamily());
    this.details = new RowsDetails(root, this.model, this.list, relatives);
    this.facets = new RowsFacets(root, this.model, () => this.refresh());
    this.search.addEventListener("input", () => this.refresh());
    this.search.addEventListener("keydown", (event) => this.press(event));
    this.clearing.addEventListener("click", () => this.clear());
    this.refresh();
  }

  refresh() {
    const { model } = this;
    model.query = this.search.value;
    model.select();
    const [found, all] = [model.view.length, model.rows.length].map((number) => number.toLocaleString("en"));
    this.count.textContent = model.filtered ? `${found} of ${all} rows` : `${all} rows`;
    this.clearing.hidden = !model.filtered;
    this.list.reset();
    this.facets.draw();
  }

  /** Open a row that another one is made of, or into: the filters that hide it are taken away. */
  show(row) {
    if (!this.model.view.includes(row)) {
      this.search.value = "";
      this.model.clear();
      this.refresh();
    }
    this.list.move(this.model.view.indexOf(row) - this.list.active);
    this.details.open(this.list.active);
  }

  /** Leave the family of a row alone in the list. */
  showFamily() {
    this.search.value = "";
    const { family } = this.model.lineage;
    this.model.clear();
    this.model.lineage.family = family;
    this.details.dialog.close();
    this.refresh();
  }

  clear() {
    this.search.value = "";
    this.model.clear();
    this.refresh();
    this.search.focus();
  }

  press(event) {
    if (event.key === "ArrowDown" || event.key === "Enter") this.list.view.focus();
    else if (event.key === "Escape" && this.search.value !== "") this.clearSearch();
    else if (event.key === "Escape") this.search.blur();
    else return;
    event.preventDefault();
  }

  clearSearch() {
    this.search.value = "";
    this.refresh();
  }
}

{
  const browsers = [...document.querySelectorAll(".rows")].map((root) => new RowsBrowser(root));
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input:not([type=checkbox]), textarea, select, dialog");
    if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    const inSight = browsers.find((browser) => browser.root.getBoundingClientRect().bottom > 0) ?? browsers[0];
    inSight?.search.focus();
    event.preventDefault();
  });
}
