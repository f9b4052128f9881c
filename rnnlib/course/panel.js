// Controls above a page that was computed before: what they stand at says which.
// A page is {at, note, body, error}. Only what was typed is asked of the kernel.

// A lesson's script may set it: (positions of the controls, their words, body, what is given) =>
// note; it writes into the body. Undefined for a page that the kernel has to make.
let formula;
let attach; // likewise: (root of the panel, what is given), once, say to let the page be clicked

// A button that moves a slider on, one position in so many milliseconds, until its end or until
// somebody else moves it.
function player(input, { name, plays, begins }) {
  const button = make("button", { type: "button" });
  let timer;
  const go = (position) => {
    input.value = position; // no further than its end
    if (input.value === input.max) play(false);
    input.dispatchEvent(new Event("input"));
  };
  function play(on) {
    clearInterval(timer);
    timer = on ? setInterval(() => go(Number(input.value) + 1), plays) : undefined;
    button.textContent = on ? "Pause" : "Play";
    button.setAttribute("aria-label", `${button.textContent} ${name}`);
  }
  button.addEventListener("click", () => {
    const on = timer === undefined;
    play(on);
    go(on && input.value === input.max ? 0 : input.value);
  });
  input.addEventListener("input", (event) => event.isTrusted && play(false));
  play(false);
  if (begins && !matchMedia("(prefers-reduced-motion: reduce)").matches) {
    const seen = new IntersectionObserver((entries) => {
      if (!entries.at(-1).isIntersecting) return;
      seen.disconnect();
      if (timer === undefined) button.click();
    });
    seen.observe(button);
  }
  return { button, playing: () => timer !== undefined, stop: () => play(false) };
}

// The kinds of control. input: the native element, beside: what stands to its right.
// at(): its position; words(): what is said of it.
const kinds = {
  slider(id, { start, shown, ...more }) {
    const input = make("input", { id, type: "range", min: 0, max: shown.length - 1, value: start });
    const told = make("span", { "aria-hidden": true });
    const words = () => shown[input.value];
    const tell = () => {
      told.textContent = words();
      input.setAttribute("aria-valuetext", words());
    };
    input.addEventListener("input", tell);
    tell();
    const { button, ...playing } = more.plays ? player(input, more) : {};
    const beside = make("span", {}, ...(button ? [button] : []), told);
    return { input, beside, at: () => Number(input.value), words, ...playing };
  },
  choice(id, { start, shown }) {
    const input = make("select", { id }, ...shown.map((words) => make("option", {}, words)));
    input.selectedIndex = start;
    return { input, beside: make("span", {}), at: () => input.selectedIndex, words: () => input.value };
  },
  buttons(id, { name, start, shown }) {
    const radios = shown.map(() => make("input", { type: "radio", name: id }));
    radios[start].checked = true;
    const labels = radios.map((radio, i) => make("label", {}, radio, shown[i]));
    const input = make("div", { id, role: "radiogroup", "aria-label": name }, ...labels);
    const at = () => radios.findIndex((radio) => radio.checked);
    return { input, beside: make("span", {}), at, words: () => shown[at()] };
  },
  text(id, { start }) {
    const input = make("input", { id, type: "text", autocomplete: "off", spellcheck: false });
    const beside = make("span", { id: `${id}-beside` });
    input.setAttribute("aria-describedby", beside.id);
    const listens = (to) => {
      input.disabled = !to;
      beside.textContent = to ? "" : "typing needs a running kernel";
      if (!to) input.value = start;
    };
    listens(false);
    return { input, beside, at: () => input.value, words: () => input.value, listens };
  },
};

async function render({ model, el }) {
  const { label, height, controls } = model.get("setup");
  const known = new Map();
  const learn = (page) => known.set(JSON.stringify(page.at), page);
  (await unpack(model.get("pages"))).forEach(learn);
  const given = await unpack(model.get("given"));

  const grid = make("div", { class: "rnn-controls" });
  const rows = controls.map((control) => {
    const id = "rnn-" + Math.random().toString(36).slice(2);
    const row = kinds[control.kind](id, control);
    const name = control.kind === "buttons" ? make("span", {}) : make("label", { for: id });
    name.append(control.name);
    grid.append(name, row.input, row.beside);
    row.input.addEventListener("input", draw);
    return row;
  });
  const note = make("p", { role: "status" });
  const error = make("p", { role: "alert" });
  const body = make("div", { role: "region", "aria-label": label, tabindex: 0 });
  body.style.height = height ? `${height}em` : "auto";

  let asked = false; // one question at a time: whoever types fast is not answered letter by letter
  function draw() {
    const at = rows.map((row) => row.at());
    const page = known.get(JSON.stringify(at));
    // what plays is not read out at every step, but where it stops
    note.setAttribute("aria-live", rows.some((row) => row.playing?.()) ? "off" : "polite");
    if (page) {
      note.textContent = page.note;
      error.textContent = page.error;
      body.innerHTML = page.body;
      return;
    }
    const told = formula?.(at, rows.map((row) => row.words()), body, given);
    if (told !== undefined) {
      note.textContent = told;
      error.textContent = "";
    } else if (!asked) {
      asked = true;
      model.send({ at });
    }
  }

  // Without a kernel nobody answers, and what needs one stays as it was made: disabled.
  const typed = rows.filter((row) => row.listens);
  const listen = (to) => typed.forEach((row) => row.listens(to));
  model.on("msg:custom", (page) => {
    asked = false;
    if (page.at) learn(page);
    else listen(true);
    draw();
  });
  const greet = () => {
    listen(false);
    draw();
    if (typed.length) model.send({});
  };
  model.on("comm_live_update", greet); // the kernel went away, or came back
  greet();

  const root = make("div", { class: "rnn-panel" }, grid, make("div", {}, note, error), body);
  keepKeys(root);
  if (attach) attach(root, given);
  el.append(root);
  return () => rows.forEach((row) => row.stop?.());
}

export default { render };
