"""What lies in data/ is what it says it is."""

import runpy

import numpy as np
import pytest

from rnnlib import RNN, Vocabulary, evaluate, load_model, load_text
from rnnlib.corpora import DATA, SHAKESPEARE_SHA256, text_hash

MOMENTS = (0, 100, 1_000, 5_000, 20_000, 100_000)


def shipped(moment):
    return load_model(DATA / "models" / f"rnn-{moment}.npz")


def test_there_are_six_and_each_holds_its_facts():
    files = {path.name for path in (DATA / "models").iterdir()}
    assert files == {f"rnn-{moment}.npz" for moment in MOMENTS}
    for moment in MOMENTS:
        model, vocab, facts = shipped(moment)
        assert isinstance(model, RNN)
        assert model.hidden_size == 100
        assert model.params.flat.dtype == np.float32
        assert len(vocab) == 65
        assert facts["steps"] == moment
        assert facts["corpus"] == "shakespeare"
        assert facts["corpus_sha256"] == SHAKESPEARE_SHA256
        assert set(facts) >= {"settings", "seed", "training_loss", "held_out_loss", "hold_out"}


def test_the_losses_in_the_files_fall_from_ln_V_to_the_aim():
    losses = [shipped(moment)[2]["held_out_loss"] for moment in MOMENTS]
    assert losses[0] == pytest.approx(np.log(65), abs=0.01)
    assert losses == sorted(losses, reverse=True)
    assert losses[-1] <= 2.05


def test_the_first_file_is_the_untrained_network():
    model, _, facts = shipped(0)
    untrained = RNN(65, 100, rng=facts["seed"])
    np.testing.assert_array_equal(model.params.flat, untrained.params.flat)


@pytest.mark.skipif(
    not (DATA / "shakespeare.txt").exists(), reason="needs a copy at data/shakespeare.txt"
)
@pytest.mark.parametrize("moment", MOMENTS)
def test_the_held_out_loss_in_each_file_is_measured_on_that_file(moment):
    model, vocab, facts = shipped(moment)
    text = load_text("shakespeare")
    assert text_hash(text) == facts["corpus_sha256"]
    assert Vocabulary(text) == vocab
    held_out = vocab.encode(text)[len(text) * 9 // 10 :]
    assert evaluate(model, held_out) == pytest.approx(facts["held_out_loss"], abs=1e-4)


def test_the_script_that_makes_them_runs(tmp_path, monkeypatch, tales):
    """On a short text and for a few updates: the files and their facts are of the same form."""
    import rnnlib

    monkeypatch.setattr(rnnlib, "load_text", lambda name: tales[:9000])
    script = runpy.run_path(str(DATA / "make_models.py"))
    assert script["MOMENTS"] == MOMENTS
    script["main"].__globals__["MOMENTS"] = (0, 3)
    script["main"](tmp_path)
    made = {path.name: load_model(path)[2] for path in tmp_path.iterdir()}
    assert made.keys() == {"rnn-0.npz", "rnn-3.npz"}
    assert made["rnn-3.npz"]["steps"] == 3
    assert made["rnn-3.npz"].keys() == shipped(100)[2].keys()
    assert made["rnn-3.npz"]["settings"] == shipped(100)[2]["settings"]


def test_the_readme_of_data_names_every_file_and_its_losses():
    text = (DATA / "README.md").read_text(encoding="utf-8")
    for path in [*DATA.glob("*.t*"), *DATA.glob("*.py"), *DATA.glob("models/*")]:
        if path.name != "shakespeare.txt":
            assert f"`{path.name}`" in text, path.name
    for moment in MOMENTS:
        facts = shipped(moment)[2]
        row = f"| `rnn-{moment}.npz` | {moment:,} | ".replace(",", " ")
        assert f"{row}{facts['training_loss']:.3f} | {facts['held_out_loss']:.3f} |" in text
