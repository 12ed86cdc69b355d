"use strict";
// The rows, and which of them in what order: no page in here.

const LONGEST_SORT_KEY = 200;
const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });

function asText(value) {
  if (value === null || value === undefined) return "";
  return typeof value === "string" ? value : typeof value === "object" ? JSON.stringify(value) : String(value);
}

class Facet {
  constructor(column, rows) {
    const codes = new Map();
    this.column = column;
    this.codes = Int32Array.from(rows, (row) => {
      const text = asText(row[column]);
      if (!codes.has(text)) codes.set(text, codes.size);
      return codes.get(text);
    });
    this.values = [...codes.keys()];
    this.chosen = new Set();
    this.counts = new Uint32Array(codes.size);
  }

  allows(row) {
    return this.chosen.size === 0 || this.chosen.has(this.codes[row]);
  }
}

/** A column of numbers, filtered by its least and its most. */
class NumberSpan {
  constructor(column, rows) {
    this.column = column;
    this.keys = Float64Array.from(rows, (row) => (typeof row[column] === "number" ? row[column] : NaN));
    this.least = this.keys.reduce((least, key) => (key < least ? key : least), Infinity);
    this.most = this.keys.reduce((most, key) => (key > most ? key : most), -Infinity);
    this.clear();
  }

  get chosen() {
    return this.from !== -Infinity || this.to !== Infinity;
  }

  allows(row) {
    return !this.chosen || (this.keys[row] >= this.from && this.keys[row] <= this.to);
  }

  clear() {
    this.from = -Infinity;
    this.to = Infinity;
  }
}

const FEWEST_FOR_RANGE = 12; // different numbers

function isRange(column, rows) {
  const values = new Set();
  for (const row of rows) {
    if (row[column] === null) continue;
    if (typeof row[column] !== "number") return false;
    values.add(row[column]);
  }
  return values.size >= FEWEST_FOR_RANGE;
}

class RowsModel {
  constructor({ columns, shown, facets, rows, lineage }) {
    Object.assign(this, { columns, shown, rows });
    this.texts = rows.map((row) => row.map(asText).join("\n").toLowerCase());
    const ranged = facets.filter((column) => isRange(column, rows));
    this.facets = facets.filter((column) => !ranged.includes(column)).map((column) => new Facet(column, rows));
    this.ranges = ranged.map((column) => new NumberSpan(column, rows));
    this.lineage = new Lineage(lineage);
    this.query = "";
    this.sorting = null;
    this.orders = new Map();
    this.select();
  }

  get terms() {
    return this.query.toLowerCase().split(/\s+/).filter(Boolean);
  }

  /** Set `view` to the rows that pass search and facets, in order; each facet counts what the other filters leave. */
  select() {
    const { terms, facets, ranges, lineage, texts } = this;
    const view = [];
    for (const facet of facets) facet.counts.fill(0);
    for (const row of this.order()) {
      if (!lineage.allows(row) || !ranges.every((range) => range.allows(row))) continue;
      if (!terms.every((term) => texts[row].includes(term))) continue;
      const refusing = facets.filter((facet) => !facet.allows(row));
      if (refusing.length === 0) {
        view.push(row);
        for (const facet of facets) facet.counts[facet.codes[row]] += 1;
      } else if (refusing.length === 1) {
        refusing[0].counts[refusing[0].codes[row]] += 1;
      }
    }
    this.view = view;
  }

  /** All rows in the chosen order, remembered: sorting is slow, filtering must not be. */
  order() {
    const { column, direction } = this.sorting ?? { column: null, direction: 0 };
    const name = `${column} ${direction}`;
    if (!this.orders.has(name)) this.orders.set(name, this.sorted(column, direction));
    return this.orders.get(name);
  }

  sorted(column, direction) {
    const order = Uint32Array.from(this.rows.keys());
    if (column === null) return order;
    const keys = this.rows.map((row) => {
      const value = row[column];
      return typeof value === "number" || value === null ? value : asText(value).slice(0, LONGEST_SORT_KEY);
    });
    return order.sort((a, b) => compare(keys[a], keys[b], direction) || a - b);
  }

  clear() {
    this.query = "";
    for (const facet of this.facets) facet.chosen.clear();
    for (const range of this.ranges) range.clear();
    this.lineage.choose(null);
  }

  get filtered() {
    const narrowed = this.facets.some((facet) => facet.chosen.size > 0) || this.ranges.some((range) => range.chosen);
    return this.query.trim() !== "" || narrowed || this.lineage.family !== null;
  }
}

/** Numbers before text, missing values last in either direction. */
function compare(a, b, direction) {
  if (a === null || b === null) return (a === null) - (b === null);
  if (typeof a === "number" && typeof b === "number") return direction * (a - b);
  if (typeof a !== typeof b) return direction * (typeof a === "number" ? -1 : 1);
  return direction * collator.compare(a, b);
}
