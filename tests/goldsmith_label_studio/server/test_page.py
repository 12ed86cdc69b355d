"""Label Studio's page in a real browser."""

from pathlib import Path

from label_studio_sdk import LabelStudio
from playwright.sync_api import Page, expect

from goldsmith.serving import Server
from goldsmith_label_studio.server import add_reviewer

CONFIG = """<View><Text name="text" value="$text"/>
<Choices name="label" toName="text"><Choice value="spam"/><Choice value="ham"/></Choices></View>"""


def test_a_reviewer_logs_in_and_answers(label_studio_server: Server, page: Page, tmp_path: Path) -> None:
    owner = LabelStudio(base_url=label_studio_server.url, api_key=label_studio_server.api_key)
    project = owner.projects.create(title="in the browser", label_config=CONFIG)
    task = owner.tasks.create(project=project.id, data={"text": "<b>BUY</b> {{ 7 * 7 }} 東京"})
    reviewer = add_reviewer(label_studio_server, "browser")

    page.goto(f"{label_studio_server.url}/user/login/")
    page.locator("input[name=email]").fill(reviewer.username)
    page.locator("input[name=password]").fill(reviewer.password)
    page.locator("button[type=submit]").click()
    expect(page).not_to_have_url(f"{label_studio_server.url}/user/login/")
    page.goto(f"{label_studio_server.url}/projects/{project.id}/data?task={task.id}")
    expect(page.get_by_text("<b>BUY</b> {{ 7 * 7 }} 東京").first).to_be_visible()
    page.get_by_text("spam").first.click()
    page.screenshot(path=tmp_path / "label-studio.png")
    page.get_by_role("button", name="Submit").first.click()
    expect(page.get_by_text("Update", exact=True)).to_be_visible(timeout=20_000)

    (annotation,) = owner.annotations.list(id=task.id)
    assert annotation.result[0]["value"]["choices"] == ["spam"]
