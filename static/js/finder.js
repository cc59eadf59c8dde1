// Narrows the directory in the page, so that the server never learns what somebody needs. Without this script the form
// does the same by asking the server.
const finder = document.querySelector(".finder[data-whole]");

function watch(form) {
  const boxes = [...form.querySelectorAll("input[type=checkbox]")];
  const names = [...new Set(boxes.map((box) => box.name))];
  const count = finder.querySelector(".count");
  const none = finder.querySelector(".none");
  const link = finder.querySelector(".this-list");
  const plural = new Intl.PluralRules(document.documentElement.lang);
  const rows = [...finder.querySelectorAll(".entries > li")].map((row) => {
    const answers = names.map((name) => [name, new Set((row.dataset[name] ?? "").split(" "))]);
    return [row, Object.fromEntries(answers)];
  });

  function chosen() {
    const ticked = boxes.filter((box) => box.checked);
    return names
      .map((name) => [name, ticked.filter((box) => box.name === name).map((box) => box.value)])
      .filter(([, codes]) => codes.length > 0);
  }

  // Whether a row answers to every question; `but` is the one whose own choices are being counted.
  function fits(answers, choice, but) {
    return choice.every(([name, codes]) => name === but || codes.some((code) => answers[name].has(code)));
  }

  function narrow() {
    const choice = chosen();
    rows.forEach(([row, answers]) => {
      row.hidden = !fits(answers, choice);
    });
    boxes.forEach(({ name, value, parentElement }) => {
      const left = rows.filter(([, answers]) => answers[name].has(value) && fits(answers, choice, name));
      parentElement.querySelector("small bdi").textContent = left.length;
    });
    const shown = rows.filter(([row]) => !row.hidden).length;
    none.hidden = shown > 0;
    link.search = new URLSearchParams(choice.flatMap(([name, codes]) => codes.map((code) => [name, code])));
    count.textContent = (finder.dataset[plural.select(shown)] ?? finder.dataset.other).replace("{n}", shown);
  }

  form.addEventListener("change", narrow);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.querySelector(".does a").addEventListener("click", (event) => {
    event.preventDefault();
    boxes.forEach((box) => {
      box.checked = false;
    });
    narrow();
  });
  narrow(); // a browser that comes back may have kept the ticks
}

if (finder) {
  watch(finder.querySelector(".facets"));
  document.querySelectorAll("[data-without]").forEach((part) => {
    part.hidden = true;
  });
  document.querySelectorAll("[data-within]").forEach((part) => {
    part.hidden = false;
  });
}
