"""What lies in data/ is what it says it is."""

import json
import os
import runpy
import shutil
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import measure_bugs
import measure_memory
import measure_overfitting
import measure_rates
import measure_slowed
import numpy as np
import pytest
import train_again
import train_published

from rnnlib import (
    RNN,
    MarkovModel,
    Trainer,
    Vocabulary,
    cross_entropy,
    evaluate,
    load_model,
    load_text,
    sample,
)
from rnnlib.corpora import DATA, SHAKESPEARE_SHA256, text_hash
from rnnlib.course import lesson_08
from rnnlib.course.measured import measured

MOMENTS = (0, 100, 1_000, 5_000, 20_000, 100_000)
FILES = {f"rnn-{moment}.npz": ("shakespeare", moment) for moment in MOMENTS}
FILES |= {
    "tales-20000.npz": ("tales", 20_000),
    "lstm.npz": ("shakespeare", 20_000),
    "lstm-tales.npz": ("tales", 4_000),
}
COUNTING = {corpus: measured(f"counting_{corpus}") for corpus in ("shakespeare", "tales")}
TALES_SEEDS = measured("tales_seeds")


def shipped(moment):
    return load_model(DATA / "models" / f"rnn-{moment}.npz")


needs_shakespeare = pytest.mark.skipif(
    not (DATA / "shakespeare.txt").exists(), reason="needs a copy at data/shakespeare.txt"
)


def test_every_network_holds_its_facts():
    assert {path.name for path in (DATA / "models").iterdir()} == FILES.keys()
    for name, (corpus, steps) in FILES.items():
        model, vocab, facts = load_model(DATA / "models" / name)
        lstm = name.startswith("lstm")
        assert model.kind == ("lstm" if lstm else "rnn")
        assert lstm or model.hidden_size == 100
        assert model.params.flat.dtype == np.float32
        assert len(vocab) == {"shakespeare": 65, "tales": 60}[corpus]
        assert facts["steps"] == steps
        assert facts["corpus"] == corpus
        assert set(facts) >= {"settings", "seed", "training_loss", "held_out_loss", "hold_out"}
        if corpus == "shakespeare":
            assert facts["corpus_sha256"] == SHAKESPEARE_SHA256


def test_the_losses_in_the_files_fall_from_ln_V_to_the_aim():
    losses = [shipped(moment)[2]["held_out_loss"] for moment in MOMENTS]
    assert losses[0] == pytest.approx(np.log(65), abs=0.01)
    assert losses == sorted(losses, reverse=True)
    assert losses[-1] <= 2.05


def test_the_first_file_is_the_untrained_network():
    model, _, facts = shipped(0)
    untrained = RNN(65, 100, rng=facts["seed"])
    np.testing.assert_array_equal(model.params.flat, untrained.params.flat)


def evaluate_sooner(model, ids, parts=4):
    """What evaluate gives, to 8 digits, in a third of its time for a large network.

    Parts of the text are read side by side; each but the first is begun 500 letters too early.
    """
    each = (len(ids) - 501) // parts
    early = len(ids) - 1 - parts * each  # 500, and what does not divide
    rows = np.stack([ids[k * each :][: early + each + 1] for k in range(parts)], axis=1)
    logits, state, _ = model.forward(rows[:early])
    total = cross_entropy(logits[:, :1], rows[1 : early + 1, :1])[0]
    for start in range(early, early + each, 500):
        window = rows[start : start + 501]
        logits, state, _ = model.forward(window[:-1], state)
        total += parts * cross_entropy(logits, window[1:])[0]
    return total / (len(ids) - 1)


@pytest.mark.parametrize("letters", [2000, 2001, 3003])
def test_what_is_evaluated_sooner_is_the_same(ids, letters):
    model = load_model("lstm-tales")[0]
    assert evaluate_sooner(model, ids[:letters]) == pytest.approx(evaluate(model, ids[:letters]))


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=[needs_shakespeare] if corpus == "shakespeare" else [])
        for name, (corpus, _) in FILES.items()
    ],
)
def test_the_held_out_loss_in_each_file_is_measured_on_that_file(name):
    model, vocab, facts = load_model(DATA / "models" / name)
    text = load_text(facts["corpus"])
    assert text_hash(text) == facts["corpus_sha256"]
    assert Vocabulary(text) == vocab
    held_out = vocab.encode(text)[len(text) * 9 // 10 :]
    measure = evaluate_sooner if name == "lstm.npz" else evaluate
    assert measure(model, held_out) == pytest.approx(facts["held_out_loss"], abs=1e-4)


# what has learned the text that was counted: plain networks and LSTMs
PLAIN, LSTMS = (
    {corpus: load_model(name)[2] for corpus, name in names.items()}
    for names in (
        {"shakespeare": "rnn-100000", "tales": "tales-20000"},
        {"shakespeare": "lstm", "tales": "lstm-tales"},
    )
)


@pytest.mark.parametrize("corpus", COUNTING)
def test_the_counting_models_are_of_the_corpus_and_the_part_that_the_networks_learned(corpus):
    counting = COUNTING[corpus]
    for facts in (PLAIN[corpus], LSTMS[corpus]):
        for key in ("corpus", "corpus_sha256", "hold_out"):
            assert counting[key] == facts[key]
    assert [row["order"] for row in counting["models"]] == list(range(6))
    assert [row["order"] for row in counting["kneser_ney"]] == list(range(8))


@pytest.mark.parametrize("corpus", COUNTING)
def test_counting_beats_the_plain_network_mixed_and_more_so_by_kneser_ney_but_no_lstm(corpus):
    mixed = min(row["mixed_held_out_loss"] for row in COUNTING[corpus]["models"])
    kneser_ney = min(row["held_out_loss"] for row in COUNTING[corpus]["kneser_ney"])
    assert mixed < PLAIN[corpus]["held_out_loss"] - 0.04
    assert LSTMS[corpus]["held_out_loss"] + 0.02 < kneser_ney < mixed - 0.1


def script_that_counts():
    return runpy.run_path(str(DATA / "count_letters.py"))


def kneser_ney_counts(text, n, order):
    """Of every piece of n + 1 letters, looked for in the text: how often it came; or, below the
    order of the model, after how many different letters."""
    pieces = [text[i : i + n + 1] for i in range(len(text) - n)]
    longer = {text[i : i + n + 2] for i in range(len(text) - n - 1)}
    if n == order:
        return {piece: pieces.count(piece) for piece in pieces}
    return {piece: sum(other[1:] == piece for other in longer) for piece in pieces}


def literal_kneser_ney(counts, context, V):
    """p of every letter after a context, (V,), in the words of Chen and Goodman, 1998, 4.1.6."""
    guess = literal_kneser_ney(counts, context[1:], V) if context else np.full(V, 1 / V)
    n1, n2, n3, n4 = (list(counts[len(context)].values()).count(k) for k in (1, 2, 3, 4))
    D = {0: 0, 1: 0.5, 2: 1, 3: 1.5}
    if n1 and n2 and n3:
        Y = n1 / (n1 + 2 * n2)
        of_formula = {1: 1 - 2 * Y * n2 / n1, 2: 2 - 3 * Y * n3 / n2, 3: 3 - 4 * Y * n4 / n3}
        if all(0 <= of_formula[count] <= count for count in of_formula):
            D |= of_formula
    after = [counts[len(context)].get((*context, letter), 0) for letter in range(V)]
    if not sum(after):
        return guess
    seen = [sum(c == 1 for c in after), sum(c == 2 for c in after), sum(c >= 3 for c in after)]
    leftover = (D[1] * seen[0] + D[2] * seen[1] + D[3] * seen[2]) / sum(after)
    return np.array([(c - D[min(c, 3)]) / sum(after) for c in after]) + leftover * guess


@pytest.mark.parametrize("order", range(4))
def test_kneser_ney_is_the_literal_formula_and_sums_to_1(tales, order):
    text = tales[:2000].lower()
    vocab = Vocabulary(text + "~")  # one letter never came
    V, ids = len(vocab), vocab.encode(text)
    tables = [MarkovModel(n).fit(ids, V).counts for n in range(order + 1)]
    counts = [kneser_ney_counts(tuple(ids.tolist()), n, order) for n in range(order + 1)]
    for words in ("the", "ing", "e~s", "~", "he", "", "\n\n"):  # known, unknown, and short ones
        context = vocab.encode(words).tolist()
        pieces = [(*context, letter) for letter in range(V)]
        *_, p = script_that_counts()["kneser_ney"](tables, pieces, V)
        assert p.sum() == pytest.approx(1)
        assert p.min() > 0
        context = context[len(context) - order :] if len(context) > order else context
        np.testing.assert_allclose(p, literal_kneser_ney(counts, tuple(context), V))


def test_discounts_by_hand():
    discounts = script_that_counts()["discounts"]
    counts = [1, 1, 1, 1, 1, 2, 2, 2, 3, 3, 4, 17]
    np.testing.assert_allclose(discounts(dict(enumerate(counts))), [5 / 11, 12 / 11, 23 / 11])
    for too_few in ([], [1, 1, 2, 4], [1, 1, 1, 2, 3, 3, 4], [1, 2, 2, 3, 4, 4, 4, 4]):
        assert discounts(dict(enumerate(too_few))) == [0.5, 1.0, 1.5]


@pytest.mark.parametrize("corpus", [pytest.param("shakespeare", marks=needs_shakespeare), "tales"])
def test_the_counting_models_say_the_same_again(tmp_path, corpus):
    """Up to order 4, where the best mixed one is; the rest takes twice as long."""
    path, counting = tmp_path / "again.json", COUNTING[corpus]
    script_that_counts()["main"](path, corpus, orders=5, kneser_ney_orders=5)
    again = json.loads(path.read_text(encoding="utf-8"))
    for kind in ("models", "kneser_ney"):
        assert again.pop(kind) == counting[kind][:5]
    assert again == {key: counting[key] for key in again}


@pytest.fixture
def script(monkeypatch, tales):
    """The names in make_models.py, on a short text, for small networks and a few updates."""
    import rnnlib

    monkeypatch.setattr(rnnlib, "load_text", lambda name: tales[:9000])
    monkeypatch.setattr("os.environ", dict(os.environ))  # it limits threads
    script = runpy.run_path(str(DATA / "make_models.py"))
    made = {name.format(n) for *_, moments, name, _ in script["NETWORKS"].values() for n in moments}
    assert made == FILES.keys()
    for name, (corpus, kind, sizes, settings, moments, file_name, dropped) in [
        *script["NETWORKS"].items()
    ]:
        few, sizes = tuple(range(len(moments) + 1)), {**sizes, "hidden_size": 10}
        file_name = f"{name}-{{}}.npz"
        script["NETWORKS"][name] = corpus, kind, sizes, settings, few, file_name, dropped
    script["make"].__globals__["SAVE_EVERY"] = 1
    return script


def test_the_script_that_makes_them_runs(script, tmp_path):
    for name in script["NETWORKS"]:
        script["make"](name, tmp_path)
    made = {path.name: load_model(path)[2] for path in tmp_path.iterdir()}  # nothing half done
    assert made.keys() == {
        *[f"rnn-{n}.npz" for n in range(7)],
        *[f"{name}-{n}.npz" for name in ("tales", "lstm", "lstm-tales") for n in range(2)],
    }
    for name, facts in made.items():
        kind, _, n = name.removesuffix(".npz").rpartition("-")
        assert facts["steps"] == int(n)
        assert facts.keys() == shipped(100)[2].keys()
        assert facts["corpus"] == ("tales" if "tales" in kind else "shakespeare")
    assert made["rnn-3.npz"]["settings"] == shipped(100)[2]["settings"]
    assert made["lstm-1.npz"]["settings"] == load_model("lstm")[2]["settings"]


@pytest.mark.parametrize("name", ["rnn", "lstm"])
def test_a_training_that_was_stopped_goes_on_to_the_bit(script, tmp_path, monkeypatch, name):
    straight, stopped = tmp_path / "straight", tmp_path / "stopped"
    straight.mkdir()
    stopped.mkdir()
    *network, _, file_name, dropped = script["NETWORKS"][name]
    script["NETWORKS"][name] = (*network, (5,), file_name, dropped)
    script["make"](name, straight)

    right, calls = Trainer.save, []

    def stop(trainer, path, *arguments, **facts):
        right(trainer, path, *arguments, **facts)
        calls.append(path)
        if len(calls) == 3:
            raise KeyboardInterrupt

    monkeypatch.setattr(Trainer, "save", stop)
    with pytest.raises(KeyboardInterrupt):
        script["make"](name, stopped)
    script["make"](name, stopped)
    assert len(calls) == 4  # after 1, 2 and 3 updates, and then after 4
    for file in (straight, stopped):
        assert [path.name for path in file.iterdir()] == [f"{name}-5.npz"]
    one, other = (load_model(folder / f"{name}-5.npz")[0] for folder in (straight, stopped))
    np.testing.assert_array_equal(one.params.flat, other.params.flat)


@pytest.fixture
def short(monkeypatch, tales):
    """Sweeps are made in this process, one run after the other, and every text is short."""
    monkeypatch.setattr("sweep.ProcessPoolExecutor", lambda *_: ThreadPoolExecutor(1))
    for script in (
        measure_overfitting, measure_rates, measure_slowed, train_again, train_published,
    ):  # fmt: skip
        monkeypatch.setattr(script, "load_text", lambda name: tales[:9000])


def test_rates_are_measured_as_the_trainer_learns(short, monkeypatch, tmp_path, tales):
    for name, size in (("EVERY", 4), ("READ", 200)):
        monkeypatch.setattr(measure_rates, name, size)
    settings = [
        {"optimizer": optimizer, "rate": rate, "seed": seed, "updates": 8}
        for optimizer, rate, seed in (("adagrad", 0.1, 0), ("adagrad", 0.1, 1), ("sgd", 1e38, 0))
    ]
    measure_rates.main(tmp_path / "rates.json", settings)
    _, run, broken = json.loads((tmp_path / "rates.json").read_text("utf-8"))["runs"]
    assert broken["zero"] == []  # it became no number
    letters = Vocabulary(tales[:9000])
    learned = letters.encode(tales[:9000])
    model = RNN(len(letters), 100, rng=1)
    trainer = Trainer(model, learned[:8100], learning_rate=0.1)
    trainer.run(8, progress=False)
    assert run["running"][1] == pytest.approx(np.mean(trainer.losses[4:]), abs=0.001)
    assert run["zero"][1] == pytest.approx(evaluate(model, learned[8100:8301]), abs=0.001)
    assert run["zero"][1] != run["carried"][1]
    assert 0 < run["clipped"][0] <= 1


@needs_shakespeare
@pytest.mark.parametrize(
    ("main", "name"),
    [
        (measure_memory.main, "memory"),
        (measure_rates.main, "learning_rates"),
        (measure_slowed.main, "slowed"),
        (measure_overfitting.main, "overfitting"),
        (train_again.main, "tales_seeds"),
        (train_published.main, "published"),
        *[(partial(measure_bugs.main, name), name) for name in measure_bugs.RUNS],
    ],
)
def test_of_what_is_stored_no_run_is_missing(main, name, tmp_path):
    """Given again, the script makes no run, and leaves the file as it is."""
    path = shutil.copy(DATA / "measured" / f"{name}.json", tmp_path)
    main(path=Path(path))
    assert Path(path).read_bytes() == (DATA / "measured" / f"{name}.json").read_bytes()


def test_at_a_rate_of_a_tenth_some_networks_fail_from_zeros_and_at_half_of_it_none():
    broken = {}
    for rate in (0.1, 0.05):
        runs = [
            run
            for run in measured("learning_rates")["runs"]
            if run["rate"] == rate and run["updates"] == 100_000
        ]
        assert len(runs) == 10
        broken[rate] = sum(max(run["zero"][5:]) > 3 for run in runs)
        assert max(max(run["carried"][5:]) for run in runs) < 2.5
    assert broken == {0.1: 4, 0.05: 0}


def test_one_array_is_slowed_and_nothing_else(short, monkeypatch, tmp_path, tales):
    monkeypatch.setattr(measure_slowed, "UPDATES", 20)
    ways = [("", 0), ("Whh", 0), ("", 10), ("", 20)]
    settings = [
        {"rate": 0.1, "slowed": slowed, "warmup": warmup, "clip": 5, "seed": 3}
        for slowed, warmup in ways
    ]
    measure_slowed.main(tmp_path / "slowed.json", settings)
    runs = json.loads((tmp_path / "slowed.json").read_text("utf-8"))["runs"]
    letters = Vocabulary(tales[:9000])
    model = RNN(len(letters), 100, rng=3)
    trainer = Trainer(model, letters.encode(tales[:9000]), learning_rate=0.1)
    trainer.run(20, progress=False)
    assert runs[0]["worst"] == pytest.approx(max(trainer.losses), rel=0.01)
    assert runs[0]["end"] == pytest.approx(np.mean(trainer.losses), rel=0.01)
    assert runs[0]["worst"] > 1.5 * runs[1]["worst"]  # with Whh slowed there is no leap
    assert runs[0]["worst"] > 1.5 * runs[3]["worst"] < runs[2]["worst"]
    slow = Trainer(RNN(len(letters), 100, rng=3), trainer.ids, learning_rate=0.01)
    slow.run(20, progress=False)
    assert runs[3]["end"] == pytest.approx(np.mean(slow.losses), rel=0.01)


def test_the_readme_of_data_names_every_file_and_its_losses():
    text = (DATA / "README.md").read_text(encoding="utf-8")
    for path in [path for path in DATA.rglob("*.*") if "__pycache__" not in path.parts]:
        if path.name not in ("shakespeare.txt", "README.md"):
            assert path.name in text, path.name
    for name in FILES:
        facts = load_model(DATA / "models" / name)[2]
        row = f"| `{name}` | {facts['steps']:,} | ".replace(",", " ")
        assert f"{row}{facts['training_loss']:.3f} | {facts['held_out_loss']:.3f} |" in text
    kinds = (
        ("simple", "models", "held_out_loss"),
        ("mixed", "models", "mixed_held_out_loss"),
        ("modified Kneser-Ney", "kneser_ney", "held_out_loss"),
    )
    for name, rows, key in kinds:
        tables = [counting[rows] for counting in COUNTING.values()]
        least = [min((row[key], row["order"]) for row in table) for table in tables]
        shown = " | ".join(f"{loss:.3f} ({order})" for loss, order in least)
        assert f"| {name} | {shown} |" in text


def test_a_few_seconds_with_the_tales_teach_words_and_form(tales, ids, vocab):
    """The corpus is regular enough. Three seeds after 1 500 updates: 1.78 to 1.82 nats, where
    counting one letter gives 2.36, and 61 to 66 of 100 words are words of the tales."""
    cut = len(ids) * 9 // 10
    model = RNN(len(vocab), 100, rng=0)
    trainer = Trainer(model, ids[:cut], seq_length=50, batch_size=16, learning_rate=0.03)
    trainer.run(1500, progress=False)
    counting = MarkovModel(1).fit(ids[:cut], len(vocab)).cross_entropy(ids[cut:])
    assert evaluate(model, ids[cut:]) < counting - 0.4
    text = sample(model, vocab, 3000, temperature=0.7, rng=0)
    words, known = text.split(), set(tales.split())
    assert sum(word in known for word in words) / len(words) > 0.5
    assert any(line.isupper() and line.endswith(":") for line in text.splitlines())


def test_the_network_of_the_tales_beats_counting_two_letters(ids, vocab):
    cut = len(ids) * 9 // 10
    counting = MarkovModel(2).fit(ids[:cut], len(vocab)).cross_entropy(ids[cut:])
    assert load_model("tales-20000")[2]["held_out_loss"] < counting - 0.1


def test_other_seeds_are_trained_like_the_network_of_the_tales(short, monkeypatch, tmp_path):
    monkeypatch.setattr(train_again, "MOMENTS", (3,))
    train_again.main(tmp_path / "seeds.json", [{"seed": 3}, {"seed": 0}])
    found = json.loads((tmp_path / "seeds.json").read_text("utf-8"))
    assert found.keys() == TALES_SEEDS.keys()
    assert found["settings"] == TALES_SEEDS["settings"]
    assert [run["seed"] for run in found["runs"]] == [3, 0]
    assert found["runs"][0]["held_out"] != found["runs"][1]["held_out"]


def test_other_seeds_come_out_near_the_network_of_the_tales():
    facts = load_model("tales-20000")[2]
    for key in ("corpus", "corpus_sha256", "hold_out", "settings"):
        assert TALES_SEEDS[key] == facts[key]
    assert TALES_SEEDS["updates"] == facts["steps"]
    for run in TALES_SEEDS["runs"]:
        assert run["held_out"] == pytest.approx(facts["held_out_loss"], abs=0.03)


def test_what_the_original_prints_is_the_running_average_of_every_so_many_updates(
    short, monkeypatch, tmp_path, tales
):
    monkeypatch.setattr(train_published, "EVERY", 4)
    train_published.main(tmp_path / "published.json", [
        {"handed_on": handed_on, "seed": 2, "updates": 8} for handed_on in (True, False)
    ])  # fmt: skip
    run, from_zeros = json.loads((tmp_path / "published.json").read_text("utf-8"))["runs"]
    letters = Vocabulary(tales[:9000])
    model = RNN(len(letters), 100, rng=2, dtype=np.float64)
    trainer = Trainer(model, letters.encode(tales[:9000]), learning_rate=0.1)
    trainer.run(9, progress=False)
    smooth, printed = np.log(len(letters)) * 25, []
    for n, loss in enumerate(trainer.losses):
        smooth = 0.999 * smooth + 0.001 * 25 * loss
        if n % 4 == 0:
            printed.append(smooth)
    np.testing.assert_allclose(run["printed"], printed, atol=0.001)
    assert from_zeros["printed"][0] == run["printed"][0]
    assert from_zeros["printed"][1:] != run["printed"][1:]


def test_the_published_losses_are_near_ours():
    for update, published, *_ in lesson_08.PUBLISHED:
        ours = lesson_08.ours_at(update)
        assert ours == pytest.approx(np.full(len(ours), published), abs=2.5)
    assert {run["printed"][0] for run in measured("published")["runs"]} == {104.36}


def test_whether_the_state_is_handed_on_does_not_show_in_early_losses():
    handed_on, zeros = (lesson_08.ours_at(9_900, way) for way in (True, False))
    assert handed_on.min() < zeros.max()
    assert zeros.min() < handed_on.min()


def test_what_is_learned_by_heart_is_measured_on_new_text(short, monkeypatch, tmp_path, tales):
    monkeypatch.setattr(measure_overfitting, "LETTERS", 1000)
    monkeypatch.setattr(measure_overfitting, "MOMENTS", (0, 3))
    measure_overfitting.main(tmp_path / "heart.json", [{"seed": 1}])
    [run] = json.loads((tmp_path / "heart.json").read_text("utf-8"))["runs"]
    letters = Vocabulary(tales[:9000])
    ids = letters.encode(tales[:9000])
    model = RNN(len(letters), 100, rng=1)
    trainer = Trainer(model, ids[:1000], seq_length=50, batch_size=8, optimizer="adam")
    trainer.run(3, progress=False)
    assert run["held_out"][1] == pytest.approx(evaluate(model, ids[8100:]), abs=0.001)
    assert run["training"][1] == pytest.approx(np.mean(trainer.losses), abs=0.001)
    assert run["samples"][1] == sample(model, letters, 300, rng=0)
    assert run["longest"][0] < 10


def test_two_pages_are_learned_by_heart_and_new_text_is_predicted_worse_than_by_nobody():
    facts = measured("overfitting")
    for run in facts["runs"]:
        best = np.argmin(run["held_out"])
        assert 600 <= facts["updates"][best] <= 1000
        assert 2.1 < run["held_out"][best] < 2.3
        assert run["held_out"][-1] > np.log(60) + 1.5
        assert run["training"][-1] < 0.1
    assert facts["runs"][0]["longest"][-1] > 200


def test_what_was_measured_is_found_by_name():
    with pytest.raises(ValueError, match="nothing was measured as 'tea': there are "):
        measured("tea")
