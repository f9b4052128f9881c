
// The pages of the typewriter for the prompt that is there first: what was written is given.
formula = (at, words, body, { page, letter, row, tints, runs }) => {
  const n = at.at(-1);
  const run = runs.find(([place]) => place.every((position, i) => position === at[i]));
  if (!run) return undefined; // another prompt: the kernel writes
  const [[prompt], text, thoughts] = run;
  const number = (i) => thoughts.charCodeAt(i) - 40;
  const rows = [0, 1, 2, 3, 4].map((k) => {
    const i = 16 * n + k;
    const [p, own] = [number(i + 5), number(i + 10)];
    return fill(row, { char: escape(visible(thoughts[i])), p, own, percent: p || "&lt;1" });
  });
  const typed = Array.from(text.slice(0, n), (char, i) => {
    const seen = char === "\n" ? "\u21b5\n" : escape(char);
    return fill(letter, { char: seen, tint: tints[number(16 * i + 15)] });
  });
  const end = prompt.length > 40 ? "\u2026" + prompt.slice(-40) : prompt;
  body.innerHTML = fill(page, { prompt: escape(end), typed: typed.join(""), rows: rows.join("") });
  body.scrollTop = body.scrollHeight; // where it is narrow, what was written last is seen
  const likeliest = visible(thoughts[16 * n]);
  return `after ${n} letters: ${likeliest} is the likeliest next, ${number(16 * n + 5)} %`;
};
