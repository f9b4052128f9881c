// What panels and the live training have in common.

function make(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const name in attributes) element.setAttribute(name, attributes[name]);
  element.append(...children);
  return element;
}

async function unpack(text) {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const unpacked = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Response(unpacked).json();
}

// JupyterLab's shortcuts would delete the cell at x; saving may pass.
function keepKeys(root) {
  root.addEventListener("keydown", (event) => {
    if (!(event.key === "s" && (event.ctrlKey || event.metaKey))) event.stopPropagation();
  });
}

