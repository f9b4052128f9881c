
// The pages of line_picker for the texts that are given, and the buttons with which a text grows.
let kernel = false; // whether one runs: it knows all other texts

kinds.taken = (id, { start }) => {
  const input = make("input", { id, type: "text", readonly: true });
  const button = (name) => make("button", { type: "button" }, name);
  const [take, back, chance] = ["Take", "Back", "Random point"].map(button);
  let text;
  const go = (next) => {
    text = next;
    input.value = Array.from(text, visible).join("");
    input.scrollLeft = input.scrollWidth; // its end is seen
    input.dispatchEvent(new Event("input"));
  };
  take.addEventListener("click", () => {
    const page = input.closest(".rnn-panel").querySelector("[data-of]");
    if (page?.dataset.of === text) go(text + page.dataset.takes); // not before its line is there
  });
  back.addEventListener("click", () => text !== start && go(text.slice(0, -1)));
  chance.addEventListener("click", () => {
    const point = input.closest(".rnn-panel").querySelector("input[type=range]");
    point.value = Math.floor(100 * Math.random());
    point.dispatchEvent(new Event("input"));
  });
  const listens = (to) => {
    kernel = to;
  };
  go(start);
  return { input, beside: make("span", {}, take, back, chance), at: () => text, words: () => text, listens };
};

attach = (root) => {
  const [take, point] = [root.querySelector("button"), root.querySelector("input[type=range]")];
  point.addEventListener("keydown", (event) => event.key === "Enter" && !event.shiftKey && take.click());
  root.querySelector("[role=region]").addEventListener("click", (event) => {
    const line = event.target.closest("[data-line]")?.getBoundingClientRect();
    if (!line) return;
    point.value = Math.floor((100 * (event.clientX - line.left)) / line.width);
    point.dispatchEvent(new Event("input"));
  });
};

formula = ([text, k], words, body, { lines, page, piece, shades, chosen, gap }) => {
  if (!(text in lines)) {
    body.textContent = "";
    return kernel ? undefined : "from here on the network is needed, and a running kernel";
  }
  const [pieces, takes, lengths] = lines[text];
  let named = 0;
  const spans = pieces.map(([char, length]) => {
    const color = char === takes[k] ? chosen : char ? shades[named % 2] : gap;
    if (char) named += 1;
    return fill(piece, { p: length / 10, color, char: length >= 25 ? escape(visible(char)) : "" });
  });
  const values = { of: escape(text), takes: escape(takes[k]), at: k, pieces: spans.join("") };
  body.innerHTML = fill(page, values);
  const length = (lengths[takes[k]] / 1000).toFixed(3);
  return `${(k / 100).toFixed(2)} is on the piece of ${visible(takes[k])}, which is ${length} long`;
};
