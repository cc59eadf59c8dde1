// “Leave this site” at once: cover the page, forget it in this tab, go. Also by pressing Shift three times.
// Without this script the link works as a link; what neither can do is written on the page about leaving.
const link = document.querySelector(".leave");
const TIMES = 3;
const WITHIN_MS = 2000;
let presses = [];

function leave() {
  const cover = document.createElement("div");
  cover.className = "gone";
  document.body.append(cover);
  document.title = "\u00a0";
  window.location.replace(link.href);
}

link.addEventListener("click", (event) => {
  event.preventDefault();
  leave();
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Shift") {
    presses = [];
  } else if (!event.repeat) {
    presses = [...presses, event.timeStamp].slice(-TIMES);
    if (presses.length === TIMES && presses[TIMES - 1] - presses[0] < WITHIN_MS) leave();
  }
});
