"""The labels recipe from raw text to reviewed labels, on the real model and both real servers."""

import json
import re
from pathlib import Path
from typing import Any

import datasets
import pytest
from playwright.sync_api import Page
from tests.goldsmith_recipes.conftest import HOSTILE

import goldsmith_argilla
import goldsmith_label_studio
from goldsmith.serving import Server


def adapters(argilla: Server, label_studio: Server) -> list[Any]:
    return [
        goldsmith_argilla.connect(argilla.url, argilla.api_key),
        goldsmith_label_studio.connect(label_studio.url, label_studio.api_key),
    ]


def picture(page: Page, path: Path, *, full_page: bool = False) -> None:
    """Take a screenshot that shows something: a page that failed to draw is of one colour."""
    from PIL import Image

    page.screenshot(path=path, full_page=full_page)
    colours = Image.open(path).convert("RGB").getcolors(1 << 24)
    assert colours is not None
    assert len(colours) > 50


def test_the_run_ends_well_and_accounts_for_every_row(label_run: Any) -> None:
    assert label_run.first.code == 0, label_run.first.out + label_run.first.err
    counts = label_run.summary["counts"]
    assert counts["rows_in"] == 206 + 12  # the given rows and one synthetic row a persona
    assert counts["kept"] + sum(counts["dropped"].values()) == counts["rows_in"]
    assert counts["accepted"] + counts["sent_to_review"] + counts["held"] == counts["kept"]
    assert counts["sent_to_review"] == counts["reviewed"] == 30


def test_each_labeller_beats_the_one_before(label_run: Any) -> None:
    accuracy = label_run.summary["accuracy"]
    assert accuracy["LLM alone"] < accuracy["label model"] < accuracy["after review"]
    assert accuracy["labeling functions alone"] < accuracy["after review"]


def test_the_label_model_is_fitted_without_the_known_labels(label_run: Any) -> None:
    # Held back means held back: nothing before the review may know them.
    assert all("gold" not in row and row.get("label") != row.get("known_label", "") for row in label_run.rows)
    (stage,) = (label_run.folder / "stages").glob("model-*.jsonl")
    assert all("label" not in json.loads(line) for line in stage.read_text().split("\n") if line)


def test_everything_simulated_says_so(label_run: Any) -> None:
    assert "SIMULATED" in label_run.first.out
    assert "SIMULATED" in (label_run.folder / "report.html").read_text()
    card = (label_run.folder / "README.md").read_text()
    assert "SIMULATED" in card
    assert "gold/*.arrow" in card
    assert json.loads((label_run.folder / "review.json").read_text())["simulated"] is True


def test_reviews_decide_and_unreviewed_doubt_stays_out_of_the_gold_data(label_run: Any) -> None:
    for row in label_run.rows:
        if row["reviews"]:
            assert row["final_label"] in row["reviews"].values()
        elif row["route"] == "hold":
            assert row["decided_by"] == "nobody yet"
    gold = datasets.load_from_disk(str(label_run.folder / "gold"))
    assert len(gold) == label_run.summary["counts"]["gold"]
    assert "nobody yet" not in gold["decided_by"][:]


def test_the_card_tells_people_s_text_from_the_model_s(label_run: Any) -> None:
    card = (label_run.folder / "README.md").read_text()
    assert re.search(r"^- human: \d", card, re.MULTILINE)
    assert "- unknown: " not in card
    assert "- review: 30 rows sent, 30 reviewed" in card


def test_synthetic_rows_are_marked_and_never_reviewed(label_run: Any) -> None:
    synthetic = [row for row in label_run.rows if row["source"] == "synthetic"]
    assert synthetic
    for row in synthetic:
        assert row["provenance"]["technique"] == "persona prompt"
        assert row["provenance"]["persona"]
        assert row["route"] != "review"


def test_hostile_text_survives_every_tool(label_run: Any) -> None:
    assert set(HOSTILE) <= {row["text"] for row in label_run.rows}


def test_a_megabyte_of_text_is_dropped_with_its_reason(label_run: Any) -> None:
    dropped = [
        json.loads(line) for line in (label_run.folder / "dropped.jsonl").read_text().split("\n") if line
    ]
    (huge,) = [row for row in dropped if len(row["text"]) == 1_000_000]
    assert huge["drop_reason"] == "length: 1000000 characters, wanted at most 10000"


def test_both_tools_hold_the_same_records_and_two_reviews_of_each(
    label_run: Any, argilla_server: Server, label_studio_server: Server
) -> None:
    for adapter in adapters(argilla_server, label_studio_server):
        counts = adapter.counts(adapter.project(label_run.summary["run"]))
        assert (counts.records, counts.responses) == (30, 60)


def test_running_again_changes_nothing(
    label_run: Any, goldsmith: Any, argilla_server: Server, label_studio_server: Server
) -> None:
    before = label_run.summary
    again = goldsmith(*label_run.arguments)
    assert again.code == 0, again.out + again.err
    assert "0 rows created, 30 unchanged" in again.out
    assert label_run.summary == before
    for adapter in adapters(argilla_server, label_studio_server):
        counts = adapter.counts(adapter.project(before["run"]))
        assert (counts.records, counts.responses) == (30, 60)


def test_the_review_commands_work_on_the_finished_run(label_run: Any, goldsmith: Any) -> None:
    before = label_run.summary
    assert "0 rows created, 0 updated, 30 unchanged" in goldsmith("review", "push", label_run.folder).out
    status = goldsmith("review", "status", label_run.folder)
    assert "30 of 30 rows reviewed" in status.out, status.err
    assert "simulated-ada: 30 submitted" in status.out
    assert "30 of 30 rows reviewed" in goldsmith("review", "pull", label_run.folder).out
    assert label_run.summary == before


def test_the_report_is_written_anew_on_demand(label_run: Any, goldsmith: Any) -> None:
    page = label_run.folder / "report.html"
    before = page.read_bytes()
    page.unlink()
    assert goldsmith("report", label_run.folder).code == 0
    assert page.read_bytes() == before


def test_the_report_opens_and_runs_nothing_from_the_rows(
    label_run: Any, page: Page, screenshots: Path
) -> None:
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto((label_run.folder / "report.html").as_uri())
    picture(page, screenshots / "labels-report.png", full_page=True)
    assert not errors
    assert page.title().startswith("Labels:")
    assert page.get_by_text("SIMULATED").first.is_visible()


def test_the_argilla_page_shows_a_reviewer_what_she_answered(
    label_run: Any, page: Page, argilla_server: Server, screenshots: Path
) -> None:
    reviewer = goldsmith_argilla.add_reviewer(argilla_server, "simulated-ada")
    page.goto(f"{argilla_server.url}/sign-in")
    page.locator("input[name=Username]").fill(reviewer.username)
    page.locator("input[name=Password]").fill(reviewer.password)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(lambda url: "sign-in" not in url)
    for number in range(1, 31):  # nobody may have voted on the first
        page.goto(f"{label_run.summary['review_pages']['argilla']}?page={number}&status=submitted")
        page.get_by_text("Save as draft").first.wait_for(timeout=30_000)
        if page.get_by_text("Who voted what").first.is_visible():
            break
    else:
        pytest.fail("no record says who voted what")
    picture(page, screenshots / "labels-argilla.png")
    assert page.title() != "owned"


def test_the_label_studio_page_lists_the_tasks(
    label_run: Any, page: Page, label_studio_server: Server, screenshots: Path
) -> None:
    page.goto(f"{label_studio_server.url}/user/login/")
    page.fill("input[name=email]", label_studio_server.username)
    page.fill("input[name=password]", label_studio_server.password)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "login" not in url)
    page.goto(label_run.summary["review_pages"]["label-studio"])
    page.get_by_text("30", exact=False).first.wait_for(timeout=60_000)
    page.wait_for_load_state("networkidle")
    picture(page, screenshots / "labels-label-studio.png")
    assert page.title() != "owned"
