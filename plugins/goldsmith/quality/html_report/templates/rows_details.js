// One row in full, in a drawer.

const LONGEST_VALUE = 20000;

class RowsDetails {
  constructor(root, model, list, relatives) {
    Object.assign(this, { model, list, relatives });
    this.dialog = root.querySelector("dialog");
    this.title = this.dialog.querySelector("strong");
    this.values = this.dialog.querySelector("dl");
    this.dialog.querySelector(".rows-previous").addEventListener("click", () => this.turn(-1));
    this.dialog.querySelector(".rows-next").addEventListener("click", () => this.turn(1));
    this.dialog.querySelector(".rows-close").addEventListener("click", () => this.dialog.close());
    this.dialog.addEventListener("click", (event) => event.target === this.dialog && this.dialog.close());
    this.dialog.addEventListener("close", () => {
      // The event comes a moment after the dialog is gone: whoever is at the search already stays there.
      if (!document.activeElement?.matches("input")) this.list.view.focus({ preventScroll: true });
    });
    this.dialog.addEventListener("keydown", (event) => this.press(event));
  }

  open(place) {
    this.draw(place);
    if (!this.dialog.open) this.dialog.showModal();
    this.values.focus();
  }

  draw(place) {
    const row = this.model.rows[this.model.view[place]];
    const numbers = [place + 1, this.model.view.length].map((number) => number.toLocaleString("en"));
    this.title.textContent = `Row ${numbers[0]} of ${numbers[1]}`;
    const own = this.model.columns.flatMap((name, column) => [
      element("dt", { dir: "auto", textContent: visible(name) }),
      element("dd", {}, ...this.value(row[column])),
    ]);
    this.values.replaceChildren(...this.relatives.terms(this.model.view[place]), ...own);
    this.values.scrollTop = 0;
    this.highlight();
  }

  value(value) {
    if (value === null) return [element("span", { className: "nothing", textContent: "none" })];
    if (value === "") return [element("span", { className: "nothing", textContent: "empty text" })];
    const nested = typeof value === "object";
    const text = visible(nested ? JSON.stringify(value, null, 2) : asText(value));
    const shown = element("pre", { dir: "auto", className: nested ? "code" : "", textContent: text.slice(0, LONGEST_VALUE) });
    return text.length <= LONGEST_VALUE ? [shown] : [shown, this.more(shown, text)];
  }

  more(shown, text) {
    const button = element("button", { type: "button", textContent: `Show all ${text.length.toLocaleString("en")} characters` });
    button.addEventListener("click", () => {
      shown.textContent = text;
      button.remove();
      this.values.focus();
    });
    return button;
  }

  /** Mark what was searched for, without touching the text. */
  highlight() {
    if (!globalThis.Highlight) return;
    const found = new Highlight();
    for (const shown of this.values.querySelectorAll("pre")) {
      const text = shown.textContent.toLowerCase();
      for (const term of text.length === shown.textContent.length ? this.model.terms : []) {
        for (let at = text.indexOf(term); at >= 0; at = text.indexOf(term, at + term.length)) {
          const range = new Range();
          range.setStart(shown.firstChild, at);
          range.setEnd(shown.firstChild, at + term.length);
          found.add(range);
        }
      }
    }
    CSS.highlights.set("rows-found", found);
  }

  turn(step) {
    this.list.move(step);
    this.draw(this.list.active);
  }

  press(event) {
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
    this.turn(step);
    event.preventDefault();
  }
}
