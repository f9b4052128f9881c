
// The pages of toy_panel: the network reads the letters with the weights as they are set now.
formula = ([chosen, change, how], words, body) => {
  const tables = [...body.querySelectorAll("table")];
  const start = tables.slice(0, 4).map((one) =>
    [...one.tBodies[0].rows].map((row) => [...row.cells].slice(1).map((cell) => Number(cell.dataset.weight))),
  );
  const [Wxh, bh, Whh, Why] = start;
  if (how) start[2] = Whh.map((row, i) => row.map((_, j) => (how === 1 ? Whh[j][i] : 0)));
  let place = chosen;
  start.forEach((rows, which) =>
    rows.forEach((row, i) =>
      row.forEach((_, j) => {
        if (place-- === 0) row[j] += (change - 30) / 10;
        const cell = tables[which].tBodies[0].rows[i].cells[j + 1];
        cell.textContent = number(row[j], 1);
        color(cell, row[j] / 2.5);
        cell.style.outline = place === -1 ? "4px solid #0072b2" : "none";
      }),
    ),
  );

  const [head, ...lines] = tables[4].rows;
  const letters = [...tables[3].tBodies[0].rows].map((row) => row.cells[0].textContent);
  const text = [...head.cells].slice(1).map((cell) => cell.textContent);
  const best = [];
  let hits = 0;
  let h = bh.map(() => 0);
  text.forEach((letter, t) => {
    const i = letters.indexOf(letter);
    h = h.map((_, k) => Math.tanh(Wxh[k][i] + dot(start[2][k], h) + bh[k][0]));
    const exps = Why.map((row) => Math.exp(dot(row, h)));
    const p = exps.map((e) => e / exps.reduce((a, b) => a + b));
    best.push(letters[p.indexOf(Math.max(...p))]);
    h.forEach((x, k) => {
      const cell = lines[k].cells[t + 1];
      cell.textContent = number(x, 2);
      color(cell, x);
    });
    let right;
    p.forEach((share, k) => {
      const cell = lines[h.length + k].cells[t + 1];
      cell.firstChild.style.width = `${(100 * share).toFixed(1)}%`;
      cell.lastChild.textContent = share.toFixed(2);
      if (cell.style.fontWeight === "bold") right = letters[k];
    });
    const hit = best[t] === right;
    hits += hit;
    lines.at(-1).cells[t + 1].textContent = `${best[t]} ${hit ? "\u2713" : "\u2717"}`;
  });
  const value = tables.flatMap((one) => [...one.querySelectorAll("[data-weight]")])[chosen].textContent;
  return (
    `${words[0].split(":")[0]} = ${value}. After ${text.join(", ")} it expects ` +
    `${best.join(", ")}: ${hits} of ${text.length} right`
  );
};

const dot = (a, b) => a.reduce((sum, x, i) => sum + x * b[i], 0);

function number(x, digits) {
  const told = x.toFixed(digits);
  return Number(told) ? told.replace("-", "\u2212") : (0).toFixed(digits);
}

// As figures.tint and figures.ink: 257 colors from purple over white to orange.
function color(cell, x) {
  const place = Math.min(Math.floor(((Math.max(-1, Math.min(1, x)) + 1) / 2) * 257), 256) / 256;
  const [low, high, share] =
    place < 0.5
      ? [[94, 60, 153], [255, 255, 255], place * 2]
      : [[255, 255, 255], [230, 97, 1], place * 2 - 1];
  const mixed = low.map((part, i) => Math.round(part + (high[i] - part) * share));
  cell.style.background = `rgb(${mixed})`;
  cell.style.color = x < -0.76 ? "white" : "black";
}

// A weight can be dragged: it is chosen, and the slider goes with the pointer.
attach = (root) => {
  const [weight, change] = root.querySelectorAll("select, input");
  let from; // where the drag began, and at which change
  const tell = (control, value, name = "value") => {
    control[name] = value;
    control.dispatchEvent(new Event("input"));
  };
  root.addEventListener("pointerdown", (event) => {
    const cell = event.target.closest("[data-weight]");
    if (!cell) return;
    const place = [...root.querySelectorAll("[data-weight]")].indexOf(cell);
    if (place !== weight.selectedIndex) {
      tell(weight, place, "selectedIndex");
      tell(change, 30);
    }
    from = { x: event.clientX, at: Number(change.value) };
    root.setPointerCapture(event.pointerId);
    event.preventDefault();
  });
  root.addEventListener("pointermove", (event) => {
    if (from) tell(change, from.at + Math.round((event.clientX - from.x) / 5));
  });
  for (const end of ["pointerup", "pointercancel"]) root.addEventListener(end, () => (from = null));
};
