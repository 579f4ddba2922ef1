"""A browser window of one person: where one goes, what one sees, and what went wrong."""

import re

from playwright.sync_api import expect

PATIENCE = 15_000  # milliseconds, on a busy machine too
expect.set_options(timeout=PATIENCE)


def open_window(
    chromium, house, who=None, *, now, lang="en", theme="light", width=1280, height=900, **more
):
    """`more`: what a browser context takes, such as has_touch or java_script_enabled."""
    context = chromium.new_context(
        base_url=house.address,
        locale={"en": "en-GB", "zh": "zh-CN"}[lang],
        color_scheme=theme,
        viewport={"width": width, "height": height},
        **more,
    )
    context.set_default_timeout(PATIENCE)
    if who:
        context.add_cookies([house.cookie(who, now, lang)])
    return Window(context, context.new_page(), [])


class Window:
    def __init__(self, context, page, troubles):
        self.context = context
        self.page = page
        self.troubles = troubles
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.troubles.append(f"{page.url}: {error}"))

    def second_tab(self):
        return Window(self.context, self.context.new_page(), self.troubles)

    def close(self):
        self.context.close()

    def go(self, path):
        reply = self.page.goto(path)
        assert reply.ok, f"{path}: {reply.status}"
        return self

    def sees(self, text):
        expect(self.page.locator("body")).to_contain_text(text)
        return self

    def press(self, name):
        self.page.get_by_role("button", name=name, exact=True).click()
        return self

    def follow(self, name):
        self.page.get_by_role("link", name=name, exact=True).first.click()
        return self

    def unfold(self, name):
        self.page.locator("summary").get_by_text(name, exact=True).click()
        return self

    def write(self, label, text):
        self.page.get_by_label(label).fill(text)
        return self

    def is_at(self, pattern):
        expect(self.page).to_have_url(re.compile(pattern))
        return self

    def forgive(self, pattern):
        """The browser notes each refusal on its console; this one was meant."""
        kept = [one for one in self.troubles if not re.search(pattern, one)]
        assert len(kept) < len(self.troubles), f"nothing like {pattern} was on the console"
        self.troubles[:] = kept

    def _hear(self, message):
        if message.type == "error":
            self.troubles.append(f"{self.page.url}: {message.text}")
