// The live training: buttons that ask the kernel, and the curve of what it tells.
// A message tells {start, losses from there on, samples, rate, playing, error}; one that tells
// all, also what was before the last reset.

const HEIGHT = 286;
const [LEFT, RIGHT, TOP, BOTTOM] = [36, 124, 32, 44]; // around the axes
const BLOCK = 100; // the line goes through means of so many losses
const [BLUE, PALE_BLUE, GRAY, INK] = ["#0072b2", "#a8cbe3", "#767676", "#1a1a1a"];
const thousands = (n) => String(n).replace(/\B(?=(\d{3})+$)/g, " ");
const mean = (numbers) => numbers.reduce((a, b) => a + b, 0) / numbers.length;

function draw(tag, attributes, text = "") {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const name in attributes) element.setAttribute(name, attributes[name]);
  element.textContent = text;
  return element;
}

// The least of 1, 2, 5, 10, … times a power of ten that is not below x, and its first digit.
function round(x) {
  const power = 10 ** Math.floor(Math.log10(x));
  const digit = [1, 2, 5, 10].find((digit) => digit * power >= x);
  return [digit * power, digit];
}

// The mean of each hundred losses, and that of the last hundred: [place in the middle, mean].
function means(losses) {
  const ends = [];
  for (let end = BLOCK; end < losses.length; end += BLOCK) ends.push(end);
  if (losses.length >= BLOCK) ends.push(losses.length);
  return ends.map((end) => [end - BLOCK / 2, mean(losses.slice(end - BLOCK, end))]);
}

// A chart that is drawn anew with every message; what stays the same is not touched.
function chart() {
  const svg = draw("svg", { height: HEIGHT, role: "img", "font-size": 15, style: "display:block" });
  const part = (tag, attributes) => svg.appendChild(draw(tag, attributes));
  const line = { fill: "none", "stroke-linejoin": "round" };
  const axes = part("g", { fill: INK });
  const dots = part("path", { ...line, stroke: PALE_BLUE, "stroke-width": 3, "stroke-linecap": "round" });
  const zero = part("path", { stroke: INK, "stroke-width": 1.5, "stroke-dasharray": "6 4" });
  const before = part("polyline", { ...line, stroke: GRAY, "stroke-width": 2.5 });
  const now = part("polyline", { ...line, stroke: BLUE, "stroke-width": 4 });
  const halo = { stroke: "white", "stroke-width": 5, "paint-order": "stroke" };
  const names = part("g", { ...halo, "dominant-baseline": "middle" });
  let scale = "";

  function show({ losses, rate, nothing, before: past = { rate: "", losses: [] } }, width) {
    const lines = [means(past.losses), means(losses)];
    const [last, digit] = round(Math.max(1000, losses.length, past.losses.length));
    const ends = lines.map((line) => line.at(-1));
    const worst = Math.max(0, ...ends.map((end) => end?.[1] ?? 0)); // the leap at the start may be cut
    const highest = Math.max(Math.ceil(nothing + 0.5), worst > nothing + 0.5 ? round(worst)[0] : 0);
    const x = (n) => LEFT + (n / last) * (width - LEFT - RIGHT);
    const y = (loss) => HEIGHT - BOTTOM - (Math.min(loss, highest) / highest) * (HEIGHT - TOP - BOTTOM);
    if (scale !== (scale = [last, highest, width, nothing].join())) {
      svg.setAttribute("width", width);
      const step = { 1: 0.2, 2: 0.25, 5: 0.2, 10: 0.2 }[digit] * last;
      const ticks = Array.from({ length: Math.round(last / step) + 1 }, (_, k) => k * step);
      const unit = round(highest / 6)[0];
      const levels = Array.from({ length: Math.floor(highest / unit) + 1 }, (_, k) => k * unit);
      axes.replaceChildren(
        draw("path", { stroke: INK, fill: "none", d: `M${LEFT} ${TOP}V${y(0)}H${x(last)}` }),
        ...ticks.map((n) => draw("text", { x: x(n), y: y(0) + 18, "text-anchor": "middle" }, thousands(n))),
        ...levels.map((loss) =>
          draw("text", { x: LEFT - 8, y: y(loss) + 5, "text-anchor": "end" }, String(loss)),
        ),
        draw("text", { x: x(last / 2), y: HEIGHT - 6, "text-anchor": "middle" }, "updates"),
        draw("text", { x: LEFT - 20, y: 15 }, "nats per letter"),
      );
      zero.setAttribute("d", `M${LEFT} ${y(nothing)}H${x(last)}`);
    }
    const every = Math.ceil(losses.length / 1000); // so many dots are enough
    const some = losses.flatMap((loss, n) => (n % every ? [] : `M${x(n + 1).toFixed(1)} ${y(loss).toFixed(1)}h0`));
    dots.setAttribute("d", some.join(""));
    const path = (line) => line.map(([n, loss]) => `${x(n).toFixed(1)},${y(loss).toFixed(1)}`).join(" ");
    before.setAttribute("points", path(lines[0]));
    now.setAttribute("points", path(lines[1]));

    const labels = [["knows nothing", INK, x(last) - 4, y(nothing) - 12, "end"]];
    const heights = ends.map((end) => {
      const height = end && y(end[1]);
      return Math.abs(height - y(nothing)) < 12 ? y(nothing) + 14 : height; // below the dashes
    });
    if (ends[0] && ends[1] && Math.abs(heights[0] - heights[1]) < 18) {
      heights[0] = heights[1] + (heights[0] < heights[1] ? -18 : 18);
    }
    [past.rate, rate].forEach((rate, k) => {
      if (!ends[k]) return;
      const words = `rate ${rate}: ${ends[k][1].toFixed(2)}`;
      labels.push([words, [GRAY, BLUE][k], x(ends[k][0]) + 8, heights[k], "start"]);
    });
    const peak = losses.reduce((a, b) => Math.max(a, b), 0);
    if (peak > highest) labels.push([`up to ${peak.toFixed(1)}`, GRAY, LEFT + 100, 10, "start"]);
    names.replaceChildren(
      ...labels.map(([words, fill, x, y, anchor]) =>
        draw("text", { x: x.toFixed(1), y: y.toFixed(1), fill, "text-anchor": anchor }, words),
      ),
    );
    const told = losses.length >= BLOCK ? `; the last ${BLOCK} are at ${mean(losses.slice(-BLOCK)).toFixed(2)}` : "";
    svg.setAttribute(
      "aria-label",
      `The losses of ${losses.length} updates in nats per letter, and a dashed line at ` +
        `${nothing.toFixed(2)}, where a network knows nothing${told}.`,
    );
  }
  return { svg, show };
}

async function render({ model, el }) {
  const { rates, nothing } = model.get("setup");
  const stored = await unpack(model.get("stored"));
  let run = { ...stored, playing: false, error: "" };
  let kernel = false; // whether one answers
  let own = false; // whether what is shown is what it has trained

  const id = "rnn-" + Math.random().toString(36).slice(2);
  const play = make("button", { type: "button" });
  const reset = make("button", { type: "button" }, "Reset");
  const choice = make("select", { id }, ...rates.map((rate) => make("option", {}, rate)));
  const hint = make("span", {});
  const beside = make("span", {});
  const buttons = make("span", { role: "group", "aria-label": "training" }, play, reset);
  const label = make("label", { for: id }, "learning rate");
  const grid = make("div", { class: "rnn-controls" });
  grid.append(make("span", {}, "training"), buttons, beside, label, choice, hint);
  const note = make("p", { role: "status" });
  const error = make("p", { role: "alert" });
  const { svg, show } = chart();
  const written = make("div", {
    style: "display:grid; grid-template-columns:repeat(auto-fit, minmax(300px, 1fr)); gap:8px 16px",
  });
  const order = make("i", {}, "The latest first. Scroll for what it wrote before.");
  const body = make("div", { role: "region", "aria-label": "curve and samples", tabindex: 0 }, svg, order, written);
  body.style.height = "39em";

  function tell() {
    const { losses, samples, playing } = run;
    play.textContent = playing ? "Pause" : "Play";
    for (const control of [play, reset, choice]) control.disabled = !kernel;
    beside.textContent = kernel ? "" : "training needs a running kernel";
    hint.textContent = !kernel || choice.value === run.rate ? "" : `from the next Reset on; now ${run.rate}`;
    note.setAttribute("aria-live", playing ? "off" : "polite");
    const last = losses.slice(-BLOCK);
    const told = losses.length
      ? `${thousands(losses.length)} updates at a rate of ${run.rate}: the last ` +
        `${last.length} at ${mean(last).toFixed(2)} nats per letter`
      : `nothing is learned yet, at a rate of ${run.rate}`;
    note.textContent = own ? told : `a run that is done: ${stored.what}`;
    error.textContent = run.error;
    show(run, Math.max(400, body.clientWidth - 16));
    if (written.firstChild?.dataset.updates === String(samples.at(-1)[0])) return;
    written.replaceChildren(
      ...[...samples].reverse().map(([updates, text]) => {
        const head = make("b", {}, `after ${thousands(updates)} updates it writes`);
        const words = make("div", { style: "white-space:pre-wrap; font:16px/1.4 monospace" }, text);
        return make("div", { "data-updates": updates }, head, words);
      }),
    );
  }

  function say(what, more) {
    try {
      model.send({ say: what, ...more });
    } catch {
      // the kernel is gone: nobody to say it to
    }
  }
  let late; // a kernel that has another cell to run answers after it
  function ask(what, more) {
    clearTimeout(late);
    late = setTimeout(() => (beside.textContent = "the kernel is busy"), 1000);
    say(what, more);
  }
  const start = () => ask("reset", { rate: choice.selectedIndex });
  play.addEventListener("click", () => ask(run.playing ? "pause" : "play"));
  reset.addEventListener("click", start);
  choice.addEventListener("input", () => (run.losses.length || run.playing ? tell() : start()));

  const choose = () => rates.includes(run.rate) && (choice.value = run.rate);
  model.on("msg:custom", (told) => {
    clearTimeout(late);
    if (told.before) run = { nothing, ...told };
    else if (told.start > run.losses.length || !own) return say("hello"); // something was missed
    else run = { ...run, ...told, losses: run.losses.slice(0, told.start).concat(told.losses) };
    if (!kernel) choose();
    kernel = own = true;
    tell();
    if (run.playing) say("seen");
  });
  const greet = () => {
    kernel = false;
    run.playing = false;
    tell();
    say("hello");
  };
  model.on("comm_live_update", greet); // the kernel went away, or came back
  choose();
  greet();

  const root = make("div", { class: "rnn-panel" }, grid, make("div", {}, note, error), body);
  keepKeys(root);
  el.append(root);
  const size = new ResizeObserver(tell);
  size.observe(body);
  return () => {
    size.disconnect();
    say("pause"); // nobody looks at it any more
  };
}

export default { render };
