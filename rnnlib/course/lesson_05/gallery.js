
// The pages of gallery: everything is given; what is seen of it depends on the line that is picked.
formula = ([bug, letters, line], words, body, { wall, maps, told, picked }) => {
  const { code, answer, found, short, ...shown } = wall[bug];
  const spoiled = maps[letters][bug];
  const said = told[letters][bug]; // what is asked, and what is said of each line
  const panel = body.parentElement;
  for (const option of panel.querySelector("select").options) {
    option.hidden = option.disabled = option.index >= said.length;
  }
  if (line === shown.line) {
    body.innerHTML = spoiled + answer;
    tick(panel.querySelectorAll('[role="radiogroup"] label')[bug]);
    return found;
  }
  body.innerHTML = spoiled + code.replace(`data-line="${line}"`, `data-line="${line}" ${picked}`);
  return said[line] ?? short;
};

// What is found keeps its tick, which takes no room: the rows of buttons stay as they are.
function tick(label) {
  if (label.textContent.includes("\u2713")) return;
  const mark = document.createElement("span");
  mark.textContent = "\u2713";
  mark.style.cssText = "position:absolute; top:0; right:3px; font-size:12px; line-height:1.2";
  label.style.position = "relative";
  label.append(mark);
}

// A line can be clicked, and another bug begins without one. The LSTM's bugs have a row of their own.
attach = (root, { lstm }) => {
  const lines = root.querySelector("select");
  const pick = (line) => {
    lines.selectedIndex = line;
    lines.dispatchEvent(new Event("input"));
  };
  root.addEventListener("click", (event) => {
    const line = event.target.closest("[data-line]");
    if (line) pick(Number(line.dataset.line));
  });
  const bugs = root.querySelector('[role="radiogroup"]');
  bugs.addEventListener("input", () => pick(0));
  const apart = document.createElement("span");
  apart.textContent = "LSTM (lesson 09):";
  apart.style.cssText = "flex-basis:100%; margin-top:4px";
  bugs.children[lstm].before(apart);
};
