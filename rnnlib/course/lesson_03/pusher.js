
// The pages of probability_pusher: softmax of the logits, the loss, and the gradient p - onehot.
formula = (at, words, body) => {
  const target = at.at(-1);
  const exps = words.slice(0, -1).map((logit) => Math.exp(logit));
  const sum = exps.reduce((a, b) => a + b);
  const p = exps.map((e) => e / sum);
  const gradient = p.map((share, i) => share - (i === target));

  body.querySelectorAll("tbody tr").forEach(({ cells }, i) => {
    const [, share, bar, onehot, slope, below, above] = cells;
    const stretch = (cell, x) => (cell.firstChild.style.width = `${(100 * x).toFixed(1)}%`);
    share.textContent = p[i].toFixed(3);
    stretch(bar, p[i]);
    onehot.textContent = Number(i === target);
    slope.textContent = (gradient[i] < 0 ? "" : "+") + gradient[i].toFixed(3);
    stretch(below, Math.max(-gradient[i], 0));
    stretch(above, Math.max(gradient[i], 0));
  });
  const total = Math.abs(gradient.reduce((a, b) => a + b));
  body.querySelector("p span").textContent = total.toFixed(3);
  return `loss = -ln(${p[target].toFixed(3)}) = ${(-Math.log(p[target])).toFixed(5)} nats`;
};
