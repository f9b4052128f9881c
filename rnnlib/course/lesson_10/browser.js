// The pages of unit_browser: the same letters for each unit, in its own colors.
formula = ([unit], words, body, { chars, levels, tints, ends, letter, page, note }) => {
  const letters = chars.map((char, i) => {
    const [ground, ink] = tints[levels[unit].charCodeAt(i) - 65];
    return fill(letter, { ground, ink, char });
  });
  body.innerHTML = fill(page, { letters: letters.join("") });
  return fill(note, { unit, low: ends[0][unit], high: ends[1][unit] });
};
