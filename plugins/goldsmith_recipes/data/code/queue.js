// A queue whose first entry is the one with the lowest number.
class WaitingList {
  constructor() {
    this.entries = [];
  }

  add(name, number) {
    let place = this.entries.length;
    while (place > 0 && this.entries[place - 1].number > number) {
      place -= 1;
    }
    this.entries.splice(place, 0, { name, number });
    return place;
  }

  next() {
    const first = this.entries.shift();
    return first === undefined ? null : first.name;
  }
}

module.exports = { WaitingList };
