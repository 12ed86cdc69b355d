"""Pipelines on a local Ray cluster of two CPUs and one GPU that exists on paper only."""

import json
import logging
import os
import signal
import subprocess
import sys
import threading
import time
import types
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, ClassVar

import pytest
from distilabel.errors import DistilabelUserError
from distilabel.models import vLLM
from distilabel.pipeline import RayPipeline as StockRayPipeline
from distilabel.steps import GeneratorStep, GlobalStep, LoadDataFromDicts, Step, StepInput, StepResources
from distilabel.steps.tasks import TextGeneration
from distilabel.typing import GeneratorStepOutput, StepOutput
from distilabel.utils.logging import stop_logging
from pydantic import PrivateAttr
from rich.console import Console
from tests.local_ray import local_ray

from goldsmith.errors import PipelineError
from goldsmith_distilabel import Pipeline, RayPipeline
from goldsmith_distilabel.pipeline.working.ray_death import cause_of_death


@pytest.fixture(scope="module", autouse=True)
def address() -> Iterator[str]:
    with local_ray(num_cpus=2, num_gpus=1) as found:
        yield found


class Double(Step):
    """Doubles `n`."""

    def process(self, *inputs: StepInput) -> StepOutput:
        (rows,) = inputs
        yield [row | {"double": 2 * row["n"]} for row in rows]


class Name(Step):
    """Names `n`, but cannot name 13."""

    def process(self, *inputs: StepInput) -> StepOutput:
        (rows,) = inputs
        if any(row["n"] == 13 for row in rows):
            raise ValueError("13 brings bad luck")
        yield [row | {"name": f"number {row['n']}"} for row in rows]


class Rank(GlobalStep):
    """Joins two branches row by row, the largest first."""

    def process(self, *inputs: StepInput) -> StepOutput:
        joined = [left | right for left, right in zip(*inputs, strict=True)]
        yield sorted(joined, key=lambda row: -row["double"])


class Notes(Step):
    """Notes in a file what it does; while there is a file `broken` it fails from row 20 on."""

    folder: str
    fingerprint_ignores: ClassVar[frozenset[str]] = frozenset({"folder"})

    def load(self) -> None:
        super().load()
        self.note("loads")

    def process(self, *inputs: StepInput) -> StepOutput:
        (rows,) = inputs
        if rows[0]["n"] >= 20 and Path(self.folder, "broken").exists():
            raise ZeroDivisionError("the judge divided by zero")
        self.note(str(rows[0]["n"]))
        import ray

        self._logger.info("%s has %d rows", self.name, len(rows))
        yield [row | {"actor": ray.get_runtime_context().get_actor_id() is not None} for row in rows]

    def note(self, text: str) -> None:
        with Path(self.folder, "notes").open("a", encoding="utf-8") as file:
            file.write(f"{self.name} {text}\n")


class Killed(GeneratorStep):
    """Gives one batch and is killed, as the OOM killer does it."""

    folder: str

    def process(self, offset: int = 0) -> GeneratorStepOutput:  # noqa: ARG002 - it never begins anew
        yield [{"n": 1}], False
        Path(self.folder, "killed").write_text(str(time.time()))
        os.kill(os.getpid(), signal.SIGKILL)

    @property
    def outputs(self) -> list[str]:
        return ["n"]


class Interrupts(GeneratorStep):
    """Presses Ctrl-C in the driver and goes on working."""

    folder: str
    driver: int

    def process(self, offset: int = 0) -> GeneratorStepOutput:  # noqa: ARG002 - it never begins at all
        Path(self.folder, "pid").write_text(str(os.getpid()))
        os.kill(self.driver, signal.SIGINT)
        time.sleep(600)
        yield [{"n": 1}], True

    @property
    def outputs(self) -> list[str]:
        return ["n"]


class Idle:
    """Takes up room."""

    def here(self) -> None: ...


class Locked(Step):
    """Holds what cannot be sent anywhere."""

    _lock: Any = PrivateAttr(default_factory=threading.Lock)

    def process(self, *inputs: StepInput) -> StepOutput:
        yield inputs[0]


def numbers(n: int, **options: Any) -> LoadDataFromDicts:
    return LoadDataFromDicts(data=[{"n": number} for number in range(n)], **{"batch_size": 10, **options})


def quiet(pipeline: Any) -> Any:
    pipeline.console = Console(quiet=True)
    return pipeline


def build_branches(pipeline: Any) -> Any:
    with quiet(pipeline):
        double = Double(input_batch_size=7, resources=StepResources(replicas=2))
        numbers(40) >> [double, Name(input_batch_size=10)] >> Rank()
    return pipeline


def build_notes(pipeline: Any, folder: Path, steps: int = 1) -> Any:
    with quiet(pipeline):
        last: Any = numbers(40)
        for number in range(steps):
            last >> (last := Notes(name=f"notes_{number}", folder=str(folder), input_batch_size=10))
    return pipeline


def notes(folder: Path) -> list[str]:
    return (folder / "notes").read_text(encoding="utf-8").splitlines()


def wait_for_the_end_of(pid: int) -> None:
    deadline = time.monotonic() + 20
    while "State:\tZ" not in state_of(pid):
        assert time.monotonic() < deadline, "the actor has not ended"
        time.sleep(0.1)


def state_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/status").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return "State:\tZ"


def test_a_pipeline_gives_the_dataset_and_the_rows_set_aside_that_it_gives_on_one_machine(
    tmp_path: Path,
) -> None:
    here = build_branches(Pipeline("branches", cache_dir=tmp_path / "here"))
    there = build_branches(RayPipeline("branches", cache_dir=tmp_path / "there"))
    wanted, rows = here.run()["default"]["train"], there.run()["default"]["train"]
    assert rows[:] == wanted[:]
    assert rows["n"][:] == [n for n in reversed(range(40)) if n != 13]
    (aside,) = there.set_aside
    assert (aside["n"], aside["error"]["kind"], aside["error"]["message"]) == (
        13,
        "ValueError",
        "13 brings bad luck",
    )
    assert [row["n"] for row in here.set_aside] == [13]


def test_a_step_that_always_raises_ends_the_run_and_the_local_pipeline_goes_on_from_there(
    tmp_path: Path,
) -> None:
    (tmp_path / "broken").touch()
    with pytest.raises(
        PipelineError, match="step 'notes_0' failed on row 20: ZeroDivisionError: the judge divided"
    ):
        build_notes(RayPipeline("notes", cache_dir=tmp_path / "cache"), tmp_path).run()
    (tmp_path / "broken").unlink()
    rows = build_notes(Pipeline("notes", cache_dir=tmp_path / "cache"), tmp_path).run()["default"]["train"]
    assert notes(tmp_path) == [f"notes_0 {what}" for what in ("loads", "0", "10", "loads", "20", "30")]
    assert rows["actor"][:] == [True] * 20 + [False] * 20
    again = build_notes(RayPipeline("notes", cache_dir=tmp_path / "cache"), tmp_path).run()["default"][
        "train"
    ]
    assert again[:] == rows[:]
    assert len(notes(tmp_path)) == 6


def test_a_killed_actor_ends_the_run_at_once(tmp_path: Path) -> None:
    with quiet(RayPipeline("killed", cache_dir=tmp_path / "cache")) as pipeline:
        Killed(folder=str(tmp_path))
    with pytest.raises(
        PipelineError, match=r"step 'killed_0': its process died .* the batch that begins with row 1"
    ):
        pipeline.run()
    assert time.time() - float((tmp_path / "killed").read_text()) < 10


def test_ctrl_c_ends_the_actors_and_leaves_the_session(tmp_path: Path) -> None:
    import ray

    with quiet(RayPipeline("interrupted", cache_dir=tmp_path / "cache")) as pipeline:
        Interrupts(folder=str(tmp_path), driver=os.getpid())
    with pytest.raises(KeyboardInterrupt):
        pipeline.run()
    wait_for_the_end_of(int((tmp_path / "pid").read_text()))
    assert ray.is_initialized()


def test_two_pipelines_of_one_name_run_at_once(tmp_path: Path) -> None:
    pipelines = []
    for n in (15, 25):
        with quiet(RayPipeline("twins", cache_dir=tmp_path / str(n))) as pipeline:
            numbers(n)
        pipelines.append(pipeline)
    with ThreadPoolExecutor(2) as threads:
        runs = [threads.submit(pipeline.run) for pipeline in pipelines]
        rows = [run.result(timeout=60)["default"]["train"]["n"][:] for run in runs]
    assert rows == [list(range(15)), list(range(25))]


def test_the_stock_pipeline_cannot_run_twice_in_a_session(tmp_path: Path) -> None:
    from ray.exceptions import ActorAlreadyExistsError

    # What our actors without names are for. Runs that end before their first batch show it in two seconds: the name of
    # the first one's log queue is taken for as long as that pipeline is there.
    pipelines = []
    for number in range(2):
        with StockRayPipeline("stock", cache_dir=tmp_path / str(number)) as pipeline:
            numbers(1) >> Notes(folder=str(tmp_path))
        pipelines.append(pipeline)
    try:
        with pytest.raises(DistilabelUserError, match="unused_1"):
            pipelines[0].run(load_groups=[["unused_1"]])
        with pytest.raises(ActorAlreadyExistsError):
            pipelines[1].run()
    finally:
        stop_logging()


DRIVER = """
import json, os, signal, sys, time
from pathlib import Path
from typing import ClassVar
from distilabel.steps import LoadDataFromDicts, Step, StepInput
from goldsmith_distilabel import RayPipeline

assert "ray" not in sys.modules, "importing goldsmith_distilabel has imported ray"

class Notes(Step):
    folder: str
    fingerprint_ignores: ClassVar[frozenset[str]] = frozenset({"folder"})

    def process(self, *inputs: StepInput):
        (rows,) = inputs
        with Path(self.folder, "notes").open("a") as file:
            file.write(f"{rows[0]['n']} {os.getpid()}\\n")
        if rows[0]["n"] == 20 and Path(self.folder, "driver").exists():
            os.kill(int(Path(self.folder, "driver").read_text()), signal.SIGKILL)
            time.sleep(600)
        yield rows

if __name__ == "__main__":
    address, folder = sys.argv[1:]
    if not Path(folder, "notes").exists():
        Path(folder, "driver").write_text(str(os.getpid()))
    with RayPipeline("driven", cache_dir=Path(folder, "cache"), ray_head_node_url=address) as pipeline:
        LoadDataFromDicts(data=[{"n": n} for n in range(40)], batch_size=10) >> Notes(folder=folder, input_batch_size=10)
    print(json.dumps(pipeline.run()["default"]["train"]["n"][:]))
"""


def test_a_run_whose_driver_was_killed_leaves_no_actor_and_goes_on_in_the_next(
    tmp_path: Path, address: str
) -> None:
    script = tmp_path / "driver.py"
    script.write_text(DRIVER)
    command = [sys.executable, "-W", "ignore", str(script), address, str(tmp_path)]
    with pytest.raises(subprocess.CalledProcessError) as ended:
        subprocess.run(command, capture_output=True, timeout=120, check=True)
    assert ended.value.returncode == -signal.SIGKILL
    wait_for_the_end_of(int(notes(tmp_path)[-1].split()[1]))
    (tmp_path / "driver").unlink()
    printed = subprocess.run(command, capture_output=True, timeout=120, check=True).stdout
    assert json.loads(printed) == list(range(40))
    assert [line.split()[0] for line in notes(tmp_path)] == ["0", "10", "20", "20", "30"]


def test_in_a_job_of_a_cluster_a_pipeline_works_there_with_load_groups_and_handlers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    for name, value in (("NODE_TYPE_NAME", "head"), ("CLUSTER_NAME", "ours"), ("ADDRESS", address)):
        monkeypatch.setenv(f"RAY_{name}", value)
    heard: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: heard.append(record.getMessage())  # type: ignore[method-assign]
    pipeline = build_notes(Pipeline("job", cache_dir=tmp_path / "cache"), tmp_path, steps=2)
    rows = pipeline.run(load_groups="sequential_step_execution", logging_handlers=[handler])["default"][
        "train"
    ]
    assert rows["actor"][:] == [True] * 40
    whats = ("loads", "0", "10", "20", "30")
    assert notes(tmp_path) == [f"notes_{step} {what}" for step in range(2) for what in whats]
    said = [message for message in heard if "waits for the Ray cluster" not in message]  # on a busy machine
    assert said == [f"notes_{step} has 10 rows" for step in range(2) for _ in range(4)]


def test_a_step_that_no_node_can_hold_is_named_with_what_it_needs(tmp_path: Path) -> None:
    with quiet(RayPipeline("large", cache_dir=tmp_path / "cache")) as pipeline:
        numbers(10, resources=StepResources(cpus=64, gpus=1))
    pipeline.patience_s = 0.5
    wanted = "step 'load_data_from_dicts_0' .* needs 64 CPU, 1 GPU, one node has at most 2 CPU, 1 GPU"
    with pytest.raises(PipelineError, match=wanted):
        pipeline.run()


def test_a_step_that_waits_for_others_to_leave_says_so_and_then_runs(tmp_path: Path) -> None:
    import ray

    busy = ray.remote(num_cpus=2)(Idle).remote()
    ray.get(busy.here.remote())
    heard: list[str] = []

    class Leaves(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            heard.append(record.getMessage())
            ray.kill(busy)

    with quiet(RayPipeline("patient", cache_dir=tmp_path / "cache")) as pipeline:
        numbers(10, name="loader", resources=StepResources(cpus=2))
    pipeline.patience_s = 0.5
    assert len(pipeline.run(logging_handlers=[Leaves()])["default"]["train"]) == 10
    assert heard[0] == (
        "step 'loader' waits for the Ray cluster to start it: it needs 2 CPU, the cluster has 2 CPU, of which 0 CPU are free"
    )


def test_steps_that_wait_for_each_others_cpus_end_the_run(tmp_path: Path) -> None:
    with quiet(RayPipeline("crowd", cache_dir=tmp_path / "cache")) as pipeline:
        numbers(20, batch_size=1, resources=StepResources(cpus=2)) >> Double(
            input_batch_size=1, resources=StepResources(cpus=2)
        )
    pipeline.patience_s = 1
    with pytest.raises(PipelineError, match=r"run at once need 4 CPU, the cluster has 2 CPU.* load_groups"):
        pipeline.run()


def test_more_steps_than_cpus_run_if_they_occupy_none_once_started(tmp_path: Path) -> None:
    pipeline = build_branches(RayPipeline("slow to start", cache_dir=tmp_path / "cache"))
    pipeline.patience_s = 0.1
    assert len(pipeline.run()["default"]["train"]) == 39


def test_the_gpus_of_vllm_are_given_back(tmp_path: Path) -> None:
    import ray

    with quiet(RayPipeline("vllm", cache_dir=tmp_path / "cache")) as pipeline:
        numbers(1) >> TextGeneration(
            name="writer", llm=vLLM(model="none"), input_mappings={"instruction": "n"}
        )
    with pytest.raises(PipelineError, match="step 'writer' cannot be loaded"):
        pipeline.run()
    assert {group["state"] for group in ray.util.placement_group_table().values()} == {"REMOVED"}
    pipeline.dag.get_step("writer")["step"].llm.extra_kwargs["tensor_parallel_size"] = 2
    with pytest.raises(
        PipelineError, match=r"step 'writer' has no place in the Ray cluster: .*Needed: 2, Available: 1"
    ):
        pipeline.run()


def test_a_step_that_does_not_pickle_is_named(tmp_path: Path) -> None:
    with quiet(RayPipeline("locked", cache_dir=tmp_path / "cache")) as pipeline:
        numbers(1) >> Locked(name="locked")
    with pytest.raises(
        PipelineError, match=r"step 'locked' cannot be sent to the Ray cluster.* Create in load"
    ):
        pipeline.run()


def test_a_step_whose_module_the_nodes_do_not_have_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = types.ModuleType("only_here")
    module.Only = type(
        "Only", (Killed,), {"__module__": "only_here", "__doc__": "Known to the driver alone."}
    )  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "only_here", module)
    with quiet(RayPipeline("elsewhere", cache_dir=tmp_path / "cache")) as pipeline:
        module.Only(name="only", folder=str(tmp_path))
    wanted = "step 'only' cannot be loaded: ModuleNotFoundError: No module named 'only_here'"
    with pytest.raises(PipelineError, match=wanted):
        pipeline.run()


def test_a_saved_pipeline_is_loaded_as_one_for_any_place() -> None:
    with RayPipeline("saved") as pipeline:
        numbers(1)
    assert type(Pipeline.from_dict(pipeline.dump())) is Pipeline
    assert pipeline.dump()["pipeline"]["type_info"] == {
        "module": "goldsmith_distilabel.pipeline.pipeline",
        "name": "Pipeline",
    }


def test_what_ray_says_of_a_death_is_told_in_a_few_words() -> None:
    from ray.exceptions import OutOfMemoryError, RayActorError

    assert cause_of_death(
        RayActorError(error_msg="The actor died.\n\tip: 10.0.0.7\nWorker exits with an exit code 4.")
    ) == ("ended by itself on node 10.0.0.7 with exit code 4")
    assert cause_of_death(RayActorError(error_msg="\tip: 10.0.0.7\nThe node is gone.", preempted=True)) == (
        "was ended on node 10.0.0.7, because the node was taken out of the cluster"
    )
    assert cause_of_death(
        OutOfMemoryError("5.87GB used / 6GB limit (0.98) OOM kill reason: Memory usage exceeded")
    ) == ("was ended by Ray, because its node was running out of memory: 5.87GB used / 6GB limit (0.98)")
    assert cause_of_death(RayActorError(error_msg="x" * 600)) == f"was lost: {'x' * 500}…"
