"""The forms behind Resume in Prefect's two screens, filled as a person fills them: by title, by keyboard."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Locator, Page, Response, expect

from casework.questions import QUESTION_KINDS, form_fields
from casework.standing_questions import Standing

PATIENCE_MILLISECONDS = 30_000
PRESSES = 8  # a busy SQLite may refuse several times within a minute
SERVER_TROUBLE = 500
CODE_TITLE = "Kode sekali pakai · one-time code"


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
            with self.page.expect_response(_to_a_resume, timeout=3 * PATIENCE_MILLISECONDS) as answered:
                self.press_submit()
            if answered.value.status < SERVER_TROUBLE:
                expect(self.dialog).to_have_count(0, timeout=PATIENCE_MILLISECONDS)
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


def _to_a_resume(response: Response) -> bool:
    return response.url.endswith("/resume")


def titled(standing: Standing, values: dict[str, Any]) -> dict[str, tuple[str, Any]]:
    """Each value with the title under which staff see it, in the order of the form."""
    fields = form_fields(QUESTION_KINDS[standing.kind], (), standing.options)
    return {name: (str(field.title), values[name]) for name, (_, field) in fields.items() if name in values}
