"""What a member of staff does at the screen: finds what waits, reads, signs in to the case sheet, fills a form, presses Resume."""

import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar
from uuid import UUID

from playwright.sync_api import Locator, Page, Response, expect, sync_playwright
from resume_forms import PATIENCE_MILLISECONDS, PRESSES, SERVER_TROUBLE, OldResumeForm, ResumeForm

CHROMIUM = "/usr/bin/chromium"
SWITCHES = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-3d-apis",  # a run's graph, drawn without a graphics card, costs half of the browser's time
)
LAPTOP = {"width": 1280, "height": 720}
Found = TypeVar("Found")


@contextmanager
def screen(*more_switches: str) -> Iterator[Page]:
    """One browser on a laptop's screen."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*SWITCHES, *more_switches])
        page = browser.new_context(viewport=LAPTOP).new_page()
        page.set_default_timeout(PATIENCE_MILLISECONDS)
        expect.set_options(timeout=PATIENCE_MILLISECONDS)
        yield page
        browser.close()


def away_from_the_screen(work: Callable[[], Found]) -> Found:
    """What is done in another thread: in this one Playwright's event loop runs, and Prefect would answer in coroutines."""
    with ThreadPoolExecutor(1) as elsewhere:
        return elsewhere.submit(work).result()


class StaffAtTheScreen:
    """A person at the Prefect UI (V2) and the case sheet, by eye and hand only."""

    def __init__(self, page: Page, ui_url: str, sheet_url: str) -> None:
        self.page, self.ui_url, self.sheet_url = page, ui_url, sheet_url

    # finding

    def run_names(self, query: str) -> list[str]:
        """The names in the list of runs under a query such as ``state=Suspended``, as soon as it shows any."""
        self.page.goto(f"{self.ui_url}/v2/runs?{query}")
        links = self.page.get_by_role("main").get_by_role("link", name=re.compile(r"SAHS-|ROUNDS-|TEAM-"))
        expect(links.first).to_be_visible()
        return links.all_inner_texts()

    def open_from_list(self, query: str, name: str) -> None:
        """Click a run in the list."""
        self.page.goto(f"{self.ui_url}/v2/runs?{query}")
        self.page.get_by_role("main").get_by_role("link", name=name, exact=True).first.click()
        expect(self.page.get_by_role("button", name="Open menu")).to_be_visible()

    def open_run(self, flow_run_id: UUID | None) -> None:
        """Open a run's page by its link."""
        self.page.goto(f"{self.ui_url}/v2/runs/flow-run/{flow_run_id}")

    def details(self, flow_run_id: UUID) -> str:
        """What a run's page says under Details."""
        self.page.goto(f"{self.ui_url}/v2/runs/flow-run/{flow_run_id}?tab=Details")
        expect(self.page.get_by_text("State Message", exact=True)).to_be_visible()
        return self.page.get_by_role("main").inner_text()

    def description_of(self, deployment_id: UUID) -> str:
        """What a deployment's page says of it."""
        self.page.goto(f"{self.ui_url}/v2/deployments/deployment/{deployment_id}?tab=Description")
        panel = self.page.get_by_role("tabpanel", name="Description")
        expect(panel).not_to_be_empty()
        return panel.inner_text()

    def start(self, deployment_id: UUID) -> None:
        """Start a deployment by its Run button, once more where the message says that it did not work."""
        for _ in range(PRESSES):
            self.page.goto(f"{self.ui_url}/v2/deployments/deployment/{deployment_id}")
            self.page.get_by_role("button", name="Run", exact=True).click()
            self.page.get_by_role("menuitem", name="Quick run").click()
            expect(self.toast).to_be_visible()
            if "Flow run created" in (told := self.toast.inner_text()):
                return
        raise AssertionError(f"the deployment was not started: {told}")

    def start_with(self, deployment_id: UUID, texts: dict[str, str], choices: dict[str, str]) -> None:
        """Start a deployment by its own form: texts written, selects chosen, each by its title."""
        self.page.goto(f"{self.ui_url}/v2/deployments/deployment/{deployment_id}/run")
        form = ResumeForm(self.page, self.page.get_by_role("main"))
        form.await_fields()
        for title, text in texts.items():
            form.write(title, text)
        for title, option in choices.items():
            form.choose(title, option)
        for _ in range(PRESSES):
            with self.page.expect_response(_to_a_start, timeout=3 * PATIENCE_MILLISECONDS) as answered:
                self.page.get_by_role("button", name="Submit", exact=True).click()
            if answered.value.status < SERVER_TROUBLE:
                break
        expect(self.page).not_to_have_url(re.compile(r"/run$"))  # a form that was taken leads on

    def searches_of_the_old_screen(self) -> list[str]:
        """The saved searches that the older screen's list of runs offers."""
        self.page.goto(f"{self.ui_url}/runs")
        self.page.get_by_role("button", name="Past week").focus()
        self.page.keyboard.press("Space")
        options = self.page.get_by_role("option")
        expect(
            options.filter(has_text="Menunggu").first
        ).to_be_attached()  # its own four are there before the saved ones
        return options.all_inner_texts()

    def search_in_the_old_screen(self, name: str) -> None:
        """Choose one of the searches that are offered just now."""
        self.page.get_by_role("option", name=name, exact=True).click()

    # deciding

    def open_form(self) -> ResumeForm:
        """Resume is in the menu of a waiting run's page."""
        self.page.get_by_role("button", name="Open menu").click()
        self.page.get_by_role("menuitem", name="Resume").click()
        form = ResumeForm(self.page, self.page.get_by_role("dialog"))
        form.await_fields()
        return form

    def open_old_form(self, flow_run_id: UUID | None) -> OldResumeForm:
        """The same in V1, where a deep link leads."""
        self.page.goto(f"{self.ui_url}/runs/flow-run/{flow_run_id}")
        self.page.get_by_role("button", name="Resume").click()
        form = OldResumeForm(self.page, self.page.locator(".p-modal"))
        form.await_fields()
        return form

    @property
    def toast(self) -> Locator:
        """The message that shows for a few seconds."""
        return self.page.locator("[data-sonner-toast]").first

    # reading

    def read_sheet(self, link: Locator, officer_code: str, fresh_code: Callable[[], str]) -> str:
        """Follow a briefing's link in a new tab, sign in where asked, and return what the sheet says."""
        with self.page.context.expect_page() as opened:
            link.click(modifiers=["Control"])
        sheet = opened.value
        sheet.wait_for_load_state()
        asked_for = sheet.get_by_label("Kode petugas")
        if asked_for.count():
            asked_for.fill(officer_code)
            sheet.get_by_label("Kode sekali pakai").fill(fresh_code())
            sheet.get_by_role("button", name="Masuk").click()
        expect(asked_for).to_have_count(0)
        told = sheet.locator("body").inner_text()
        sheet.close()
        return told


def _to_a_start(response: Response) -> bool:
    return response.url.endswith("/create_flow_run")
