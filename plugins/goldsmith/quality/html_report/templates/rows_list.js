// The list: only the rows in sight are on the page.

const ROW_HEIGHT = 36;
const BEYOND_SIGHT = 10;
const LONGEST_CELL = 300;
const SHORT = 18; // characters
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g;

function element(tag, properties = {}, ...children) {
  const node = Object.assign(document.createElement(tag), properties);
  node.append(...children);
  return node;
}

/** Control characters as pictures: a browser would show nothing. */
function visible(text) {
  return text.replace(CONTROL, (char) => (char === "\u007f" ? "\u2421" : String.fromCharCode(0x2400 + char.charCodeAt(0))));
}

class RowsList {
  constructor(root, model, open) {
    Object.assign(this, { model, open, active: 0 });
    this.view = root.querySelector(".rows-view");
    this.head = root.querySelector(".rows-head");
    this.body = root.querySelector(".rows-body");
    this.numeric = model.columns.map((_, column) => this.isNumeric(column));
    this.layOut();
    this.view.setAttribute("aria-colcount", model.shown.length);
    this.view.addEventListener("scroll", () => requestAnimationFrame(() => this.draw()), { passive: true });
    this.view.addEventListener("keydown", (event) => this.press(event));
    this.body.addEventListener("click", (event) => this.click(event));
    new ResizeObserver(() => this.draw()).observe(this.view);
  }

  isNumeric(column) {
    const values = this.model.rows.slice(0, 200).map((row) => row[column]).filter((value) => value !== null);
    return values.length > 0 && values.every((value) => typeof value === "number");
  }

  /** As wide as most values of a column are, within reason; text shares what is left. */
  layOut() {
    const widths = this.model.shown.map((column) => {
      const lengths = this.model.rows.slice(0, 200).map((row) => this.cellText(row[column]).length).sort((a, b) => a - b);
      const usual = lengths[Math.floor(lengths.length * 0.9)] ?? 0;
      return Math.min(48, Math.max(6, usual + 1, Math.min(20, this.model.columns[column].length + 2)));
    });
    const long = widths.some((width) => width > SHORT);
    const least = widths.map((width) => Math.min(width, SHORT));
    this.template = widths.map((width, at) => (long && width <= SHORT ? `${width}ch` : `minmax(${least[at]}ch, ${width}fr)`)).join(" ");
    const all = `calc(${least.reduce((sum, width) => sum + width, 0)}ch + ${widths.length * 1.25 + 1}rem)`;
    this.head.style.minWidth = this.body.style.minWidth = all;
    this.head.style.gridTemplateColumns = this.template;
  }

  drawHead() {
    const { columns, shown, sorting } = this.model;
    this.head.replaceChildren(...shown.map((column) => {
      const button = element("button", { type: "button" }, element("bdi", { textContent: visible(columns[column]) }));
      button.addEventListener("click", () => this.sort(column));
      const cell = element("div", { role: "columnheader", className: this.numeric[column] ? "number" : "" }, button);
      if (sorting?.column === column) cell.ariaSort = sorting.direction > 0 ? "ascending" : "descending";
      return cell;
    }));
  }

  /** Ascending, then descending, then as the rows came. */
  sort(column) {
    const { sorting } = this.model;
    const direction = sorting?.column === column ? sorting.direction - 2 : 1;
    this.model.sorting = direction < -1 ? null : { column, direction };
    const at = this.model.shown.indexOf(column);
    this.model.select();
    this.reset();
    this.head.querySelectorAll("button")[at].focus();
  }

  reset() {
    this.active = 0;
    this.view.scrollTop = 0;
    this.view.setAttribute("aria-rowcount", this.model.view.length + 1);
    this.body.style.height = `${Math.max(2, this.model.view.length) * ROW_HEIGHT}px`;
    this.drawHead();
    this.draw();
  }

  draw() {
    const { view } = this.model;
    if (view.length === 0) {
      this.body.replaceChildren(element("p", { className: "nothing", textContent: "No row matches." }));
      this.view.removeAttribute("aria-activedescendant");
      return;
    }
    const first = Math.max(0, Math.floor(this.view.scrollTop / ROW_HEIGHT) - BEYOND_SIGHT);
    const last = Math.min(view.length, first + Math.ceil(this.view.clientHeight / ROW_HEIGHT) + 2 * BEYOND_SIGHT);
    const drawn = [];
    for (let place = first; place < last; place += 1) drawn.push(this.row(place));
    this.body.replaceChildren(...drawn);
    const active = this.body.querySelector("[aria-selected=true]");
    if (active) this.view.setAttribute("aria-activedescendant", active.id);
    else this.view.removeAttribute("aria-activedescendant");
  }

  row(place) {
    const cells = this.model.rows[this.model.view[place]];
    const node = element("div", { className: "rows-row", role: "row", id: `${this.view.getAttribute("aria-labelledby")}-${place}` });
    node.style.top = `${place * ROW_HEIGHT}px`;
    node.style.gridTemplateColumns = this.template;
    node.dataset.place = place;
    node.ariaRowIndex = place + 2;
    node.ariaSelected = place === this.active;
    node.append(...this.model.shown.map((column) => this.cell(cells[column], this.numeric[column])));
    return node;
  }

  cell(value, numeric) {
    const className = value === null ? "missing" : numeric ? "number" : "";
    return element("div", { role: "gridcell", dir: "auto", className, textContent: this.cellText(value) });
  }

  cellText(value) {
    if (value === null) return "–";
    if (typeof value === "number" && !Number.isInteger(value)) return String(Number(value.toPrecision(4)));
    return visible(asText(value).slice(0, LONGEST_CELL).replace(/\s+/g, " "));
  }

  press(event) {
    if (event.target !== this.view || event.ctrlKey || event.metaKey || event.altKey) return;
    const page = Math.max(1, Math.floor(this.view.clientHeight / ROW_HEIGHT) - 2);
    const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -Infinity, End: Infinity };
    if (event.key in steps) this.move(steps[event.key]);
    else if (event.key === "Enter" && this.model.view.length > 0) this.open(this.active);
    else return;
    event.preventDefault();
  }

  move(step) {
    this.active = Math.max(0, Math.min(this.model.view.length - 1, this.active + step));
    const top = this.active * ROW_HEIGHT;
    const sight = this.view.clientHeight - this.head.offsetHeight - ROW_HEIGHT;
    if (top < this.view.scrollTop) this.view.scrollTop = top;
    if (top > this.view.scrollTop + sight) this.view.scrollTop = top - sight;
    this.draw();
  }

  click(event) {
    const row = event.target.closest(".rows-row");
    if (!row || String(getSelection()) !== "") return;
    this.active = Number(row.dataset.place);
    this.draw();
    this.open(this.active);
  }
}
