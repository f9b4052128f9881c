
// The pages of race: rnnlib's optimizers, with two weights each, and the map of their ways.
const updates = [
  (rate) => (gradient) => gradient.map((g) => rate * g),
  (rate) => {
    const memory = [0, 0];
    return (gradient) => gradient.map((g, i) => (rate * g) / Math.sqrt((memory[i] += g * g) + 1e-8));
  },
  (rate) => {
    const [mean, square] = [[0, 0], [0, 0]];
    let n = 0;
    return (gradient) => {
      n += 1;
      return gradient.map((g, i) => {
        mean[i] += (1 - 0.9) * (g - mean[i]);
        square[i] += (1 - 0.999) * (g * g - square[i]);
        return ((mean[i] / (1 - 0.9 ** n)) / (Math.sqrt(square[i] / (1 - 0.999 ** n)) + 1e-8)) * rate;
      });
    };
  },
];

const across = (matrix, [a, b]) => matrix.map(([p, q]) => p * a + q * b);
const back = ([[a, b], [c, d]]) => [[a, c], [b, d]]; // the transpose

function descend(update, axes, steps, { start, curvatures }) {
  let weights = across(axes, start);
  const places = [start];
  for (let n = 0; n < steps; n++) {
    const place = across(back(axes), weights);
    const change = update(across(axes, place.map((x, i) => curvatures[i] * x)));
    weights = weights.map((w, i) => w - change[i]);
    places.push(across(back(axes), weights));
  }
  return places;
}

function told(loss) {
  if (!(loss >= 0.001 && loss < 1000)) return loss < 1 ? "<0.001" : ">1000";
  return loss.toFixed(loss < 0.1 ? 3 : loss < 10 ? 2 : 0);
}

formula = (at, words, body, given) => {
  const { rates, names, colors, curvatures } = given;
  const [left, top, scale, width, height] = given.map;
  const [steps, lie = 0] = at.slice(names.length).reverse();
  const drawn = { runs: "", names: "" };
  const losses = names.map((name, k) => {
    const places = descend(updates[k](rates[k][at[k]]), given.axes[lie], steps, given);
    const off = places.findIndex((place) => place.some((x) => Math.abs(x) > 1000));
    const points = (off < 0 ? places : places.slice(0, off + 1)).map(([x, y]) => [
      (x - left) * scale,
      (top - y) * scale,
    ]);
    const [x, y] = points.at(-1);
    const inside = 0 <= x && x <= width && 0 <= y && y <= height;
    const short = points.map((point) => point.map((x) => x.toFixed(1)));
    const beside = Math.min(Math.max(y + given.offsets[k], given.margin), height - given.margin);
    const values = {
      color: colors[k],
      wide: given.widths[k],
      clear: given.widths[k] > 2 ? 0.4 : 1,
      points: short.map((point) => point.join()).join(" "),
      dots: short.map(([x, y]) => `M${x} ${y}h0`).join(""),
      x: short.at(-1)[0],
      now: short.at(-1)[1],
      y: beside.toFixed(1),
      beside: Math.min(Math.max(x, 90), width - 90).toFixed(1),
      words: name + (inside ? "" : ", off the map"),
    };
    drawn.runs += fill(given.run, values);
    drawn.names += fill(given.name, values);
    const loss = places.at(-1).reduce((sum, x, i) => sum + curvatures[i] * x * x, 0) / 2;
    return `${name} ${told(loss)}`;
  });
  const note = `the loss after ${steps} step${steps === 1 ? "" : "s"}: ${losses.join(", ")}`;
  const look = `style="${given.look}" role="img" aria-label="${fill(given.alt, { note }).replaceAll("<", "&lt;")}"`;
  body.innerHTML = fill(given.svg, { look, ground: given.ground, axes: given.compass[lie], ...drawn });
  return note;
};
