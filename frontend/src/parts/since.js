// "3 gün önce" stays true while the page lies open.
import { all } from "./content.js";

const words = new Intl.RelativeTimeFormat("tr", { numeric: "always" });
const STEPS = [["year", 31536000], ["month", 2592000], ["week", 604800], ["day", 86400], ["hour", 3600], ["minute", 60]];

function say(moment) {
  const seconds = (moment - Date.now()) / 1000;
  for (const [unit, size] of STEPS) {
    if (Math.abs(seconds) >= size) return words.format(Math.trunc(seconds / size), unit);
  }
  return "az önce";
}

export function enhance(root) {
  for (const time of all(root, "time[data-since]")) time.textContent = say(Date.parse(time.dateTime));
}

export function start() {
  setInterval(() => enhance(document), 60000);
}
