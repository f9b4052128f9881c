from rnnlib.course import setup


def test_the_setup_check_says_ready_or_what_to_do(monkeypatch):
    assert setup.check_setup() == "ready"

    with monkeypatch.context() as patch:
        patch.setattr(setup.sys, "version_info", (3, 10, 1))
        assert "choose one of 3.11" in setup.check_setup()

    version = setup.importlib.metadata.version
    with monkeypatch.context() as patch:
        old = {"numpy": "1.20"}
        patch.setattr(
            setup.importlib.metadata, "version", lambda name: old.get(name) or version(name)
        )
        assert setup.check_setup().startswith("numpy is 1.20, not")

    def missing(name):
        raise setup.importlib.metadata.PackageNotFoundError

    with monkeypatch.context() as patch:
        patch.setattr(setup.importlib.metadata, "version", missing)
        assert "is missing: run `python -m pip install" in setup.check_setup()
    with monkeypatch.context() as patch:
        patch.setattr(setup.importlib.metadata, "requires", missing)
        assert "rnnlib is not installed" in setup.check_setup()
    with monkeypatch.context() as patch:
        patch.setattr(setup, "DATA", setup.DATA / "nowhere")
        assert "get the folder data/ again" in setup.check_setup()
