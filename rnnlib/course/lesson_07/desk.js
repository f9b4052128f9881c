
// The pages of sampling_desk for the settings that are given; and a letter that is pointed at.
const [LIKELIEST, SIGNS, CODE] = [6, 21, 40]; // as in desk.py
let prompt; // the line to type into: disabled where no kernel runs

attach = (root, { lengths }) => {
  prompt = root.querySelector("input[type=text]");
  root.querySelector(".rnn-controls").style.rowGap = "0"; // there are many of them
  const [length, letter] = [...root.querySelectorAll("input[type=range]")].slice(-2);
  const end = () => (letter.max = lengths[length.value] - 1);
  length.addEventListener("input", end);
  end();
  root.querySelector("[role=region]").addEventListener("click", (event) => {
    const n = event.target.closest("[data-n]")?.dataset.n;
    if (n === undefined) return;
    letter.value = n - 1; // its first position is letter 1
    letter.dispatchEvent(new Event("input"));
  });
};

formula = (at, words, body, { page, letter, here, came, row, tints, runs, best }) => {
  const run = runs.find(([place]) => place.every((position, i) => position === at[i]));
  if (!run) {
    if (!prompt || !prompt.disabled) return undefined; // the kernel writes
    body.textContent = "";
    return "this needs a running kernel: without one, only one slider at a time may be moved";
  }
  const [[, asked], text, signs] = run;
  const n = Math.min(at.at(-1) + 1, text.length) - 1;
  const number = (i) => signs.charCodeAt(SIGNS * n + i) - CODE;
  const letters = ([chars, costs], framed) =>
    Array.from(chars, (char, k) => {
      const values = { n: k + 1, tint: tints[costs.charCodeAt(k) - CODE], here: k === framed ? here : "" };
      return fill(letter, { ...values, char: char === "\n" ? "\u21b5\n" : escape(char) });
    }).join("");
  const rows = Array.from({ length: LIKELIEST }, (_, k) => {
    const char = signs[SIGNS * n + k];
    const [p, own] = [number(LIKELIEST + k), number(2 * LIKELIEST + k)];
    const seen = escape(visible(char));
    const name = char === text[n] ? fill(came, { char: seen }) : seen;
    return fill(row, { char: name, p: Math.max(p, 0), own, percent: p < 0 ? "&lt;1" : p });
  });
  const [surprise, before, after] = [3, 2, 1].map((k) => (number(SIGNS - k) / 10).toFixed(1));
  const costs = Array.from(text, (_, k) => signs[SIGNS * (k + 1) - 3]).join("");
  body.innerHTML = fill(page, {
    prompt: escape(asked),
    drawn: letters([text, costs], n),
    best: letters(best),
    head: `letter ${n + 1}`,
    rows: rows.join(""),
  });
  const seen = `letter ${n + 1}, ${visible(text[n])}: ${surprise} nats`;
  return `${seen}; effective number ${before}, after bending and cutting ${after}`;
};
