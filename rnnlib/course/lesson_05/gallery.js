
// The pages of gallery: everything is given; what is seen of it depends on the line that is picked.
formula = ([bug, letters, line], words, body, { wall, windows, picked }) => {
  const { code, solved, answer, found, short, ...shown } = wall[bug];
  const [asked, spoiled] = windows[letters][bug];
  if (line === shown.line) {
    body.innerHTML = answer + solved + spoiled;
    body.scrollTop = 0;
    tick(body.parentElement.querySelectorAll('[role="radiogroup"] label')[bug]);
    return found;
  }
  const marked = code.replace(`data-line="${line}"`, `data-line="${line}" ${picked}`);
  body.innerHTML = spoiled + marked;
  if (!line) return asked;
  return marked === code ? short : `It is not line ${line}.`;
};

function tick(label) {
  if (!label.textContent.includes("\u2713")) label.append(" \u2713");
}

// A line can be clicked, and another bug begins without one.
attach = (root) => {
  const lines = root.querySelector("select");
  const pick = (line) => {
    lines.selectedIndex = line;
    lines.dispatchEvent(new Event("input"));
  };
  root.addEventListener("click", (event) => {
    const line = event.target.closest("[data-line]");
    if (line) pick(Number(line.dataset.line));
  });
  root.querySelector('[role="radiogroup"]').addEventListener("input", () => pick(0));
};
