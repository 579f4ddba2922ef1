"""What was found is mended by one person, and verified by another."""

from playwright.sync_api import expect

from app.demo.photos import puddle

PROOF = {"name": "dry.jpg", "mimeType": "image/jpeg", "buffer": puddle(2)}
VERDICT = """([address]) => {
  const form = document.createElement("form")
  form.method = "post"
  form.action = address
  for (const [name, value] of [["passed", "true"], ["level", "4"], ["note", "It holds, I say."]]) {
    const field = document.createElement("input")
    ;[field.name, field.value] = [name, value]
    form.append(field)
  }
  document.body.append(form)
  form.submit()
}"""


def plan_an_action(window, finding, *, owner):
    window.go("/findings").follow(finding).is_at(f"/findings/{finding}$")
    expect(window.page.get_by_role("img", name="Photo 1 of what was found")).to_be_visible()
    window.unfold("Plan an action")
    window.write("What is to be done", "Mend the leaking trap and check it at every shift.")
    window.page.get_by_label("Who does it").select_option(label=owner)
    window.press("Plan it")
    window.sees("Mend the leaking trap").sees(owner)


def report_it_done(window, finding):
    """From the list of tasks, as a link in a mail would lead there."""
    window.go("/tasks")
    window.page.get_by_role("listitem").filter(has_text=finding).get_by_role("link").first.click()
    window.write("What was done", "The trap is mended; the check stands on the shift board.")
    window.page.get_by_label("Proof").set_input_files(PROOF)
    window.press("It is done").is_at(f"/findings/{finding}")
    expect(window.page.get_by_role("img", name="Proof 1")).to_be_visible()


def owner_may_not_verify(window, finding):
    """No button invites to it; who asks all the same gets one sentence."""
    expect(window.page.get_by_text("Verify", exact=True)).to_have_count(0)
    card = window.page.locator("article[id^=action-]").get_attribute("id")
    action = card.removeprefix("action-")
    window.page.evaluate(VERDICT, [f"/findings/{finding}/actions/{action}/verification"])
    window.sees("Your role does not allow this.")
    window.forgive("403")


def verify_at_level_4(window, finding):
    window.go("/tasks")
    window.page.get_by_role("listitem").filter(has_text=finding).get_by_role("link").first.click()
    window.page.get_by_label("Met in full").check()
    window.write("What you saw", "Dry at 08:10, 12:30 and 16:45; the shift sheets agree.")
    window.press("It holds").is_at(f"/findings/{finding}")
    window.sees("Verified")


def close(window, finding):
    window.go(f"/findings/{finding}").unfold("Close the finding")
    window.write("Why it may be closed", "Verified on the spot, and the records agree.")
    window.press("Close it")
    window.sees("Closed")
    window.go("/findings?shown=closed").sees(finding)
