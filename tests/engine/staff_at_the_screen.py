"""What a member of staff does at the screen: finds what waits, reads, signs in to the case sheet, fills a form, presses Resume."""

import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from typing import Any, TypeVar
from uuid import UUID

from playwright.sync_api import Locator, Page, expect, sync_playwright

from casework.questions import QUESTION_KINDS, form_fields
from casework.standing_questions import Standing

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
PATIENCE_MILLISECONDS = 30_000
PRESSES = 3
CODE_TITLE = "Kode sekali pakai · one-time code"
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
        self.page.get_by_role("button", name="Submit", exact=True).click()
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

    def open_form(self) -> "ResumeForm":
        """Resume is in the menu of a waiting run's page."""
        self.page.get_by_role("button", name="Open menu").click()
        self.page.get_by_role("menuitem", name="Resume").click()
        form = ResumeForm(self.page, self.page.get_by_role("dialog"))
        form.await_fields()
        return form

    def open_old_form(self, flow_run_id: UUID | None) -> "OldResumeForm":
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


class ResumeForm:
    """The form of V2: a briefing above, one field below the other, selects worked by the keyboard."""

    submit_button = "Resume"

    def __init__(self, page: Page, dialog: Locator) -> None:
        self.page, self.dialog = page, dialog

    def await_fields(self) -> None:
        """The form is there when its first field is."""
        expect(self.dialog.locator("textarea").first).to_be_visible()

    @property
    def briefing(self) -> str:
        """What stands above the fields, once it is set."""
        shown = self.dialog.locator(".prose").first
        expect(shown).not_to_be_empty()
        return shown.inner_text()

    @property
    def sheet_link(self) -> Locator:
        """The briefing's link to the case sheet."""
        return self.dialog.locator(".prose").first.get_by_role("link").first

    def fill(self, standing: Standing, values: dict[str, Any]) -> None:
        """Fill every field that is not left empty, from top to bottom, as its title names it."""
        for title, value in titled(standing, values).values():
            if isinstance(value, list):
                self.choose_several(title, value)
            elif self._select(title).count():
                self.choose(title, value)
            elif value:
                self.write(title, value)

    def answer(self, standing: Standing, values: dict[str, Any], fresh_code: Callable[[], str]) -> None:
        """Fill everything, then type the code that shows at that moment, and press Resume."""
        self.fill(standing, values)
        self.submit(fresh_code)

    def submit(self, fresh_code: Callable[[], str]) -> None:
        """Type the code and press Resume; an accepted form closes.

        On SQLite a busy server may answer "database is locked": the form stays open, and one presses again.
        """
        for _ in range(PRESSES):
            self.write(CODE_TITLE, fresh_code())
            self.press_submit()
            with suppress(AssertionError):
                expect(self.dialog).to_have_count(0, timeout=PATIENCE_MILLISECONDS / PRESSES)
                return
        raise AssertionError(f"the form stayed open: {self.page.locator('[data-sonner-toast]').all_inner_texts()}")

    def choose(self, title: str, option: str) -> None:
        """Choose in a select: focus, Space, arrows, Enter; a scripted click opens and closes it."""
        offered = self._opened(title)
        self._walk(offered.index(option))
        self.page.keyboard.press("Enter")
        expect(self._options).to_have_count(0)

    def choose_several(self, title: str, chosen: list[str]) -> None:
        """A select of several stays open until Escape."""
        offered, here = self._opened(title), 0
        for place in sorted(offered.index(option) for option in chosen):
            self._walk(place - here)
            self.page.keyboard.press("Enter")
            here = place
        self.page.keyboard.press("Escape")
        expect(self._options).to_have_count(0)

    def write(self, title: str, text: str) -> None:
        """Type into a text field."""
        self.field(title).fill(text)

    def field(self, title: str) -> Locator:
        """A text field by its title."""
        return self.dialog.get_by_label(title)

    def chosen(self, title: str) -> str:
        """What a select shows as chosen."""
        return self._select(title).inner_text()

    def press_submit(self) -> None:
        """Press Resume below the form."""
        self.dialog.get_by_role("button", name=self.submit_button, exact=True).click()

    @property
    def _options(self) -> Locator:
        return self.page.get_by_role("option")

    def _opened(self, title: str) -> list[str]:
        self._select(title).focus()
        self.page.keyboard.press("Space")
        expect(self._options.first).to_be_visible()
        return self._options.all_inner_texts()

    def _walk(self, steps: int) -> None:
        for _ in range(steps):
            self.page.keyboard.press("ArrowDown")

    def _select(self, title: str) -> Locator:
        return self.dialog.get_by_role("button", name=f"Select {title}")


class OldResumeForm(ResumeForm):
    """The form of V1: Submit instead of Resume, selects without a name of their own."""

    submit_button = "Submit"

    @property
    def briefing(self) -> str:
        """What stands above the fields."""
        shown = self.dialog.locator("article.markdown-renderer").first
        shown.get_by_role("link").first.wait_for(state="attached")  # V1 renders the Markdown after the fields
        return shown.text_content() or ""

    def field(self, title: str) -> Locator:
        """A text field by its title."""
        return self._property(title).locator("textarea")

    def _walk(self, steps: int) -> None:
        super()._walk(steps + 1)  # V1 marks no option before the first arrow

    def _select(self, title: str) -> Locator:
        return self._property(title).locator(".p-select-button__control")

    def _property(self, title: str) -> Locator:
        return self.dialog.locator(".schema-form-property", has=self.page.get_by_text(title))


def titled(standing: Standing, values: dict[str, Any]) -> dict[str, tuple[str, Any]]:
    """Each value with the title under which staff see it, in the order of the form."""
    fields = form_fields(QUESTION_KINDS[standing.kind], (), standing.options)
    return {name: (str(field.title), values[name]) for name, (_, field) in fields.items() if name in values}
