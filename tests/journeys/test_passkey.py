"""An officer sets up a passkey on the way to the desk, signs in anew, shows it and is there; a browser answers for the device."""

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import expect

from portal.core.models import AuditEvent

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def plug_in(person, **options) -> None:
    """Give the browser a device that makes passkeys."""
    session = person.page.context.new_cdp_session(person.page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": {**DEVICE, **options}})


@pytest.mark.parametrize("has_javascript", [True])
def test_a_passkey_opens_the_desk(somebody, settings):
    officer = somebody("officer@example.org", nickname="한밭 담당", role="officer")
    settings.DEMO_MODE = False
    plug_in(officer)
    page = officer.page

    officer.sign_in("/answers/desk/")
    page.get_by_role("link", name="패스키 추가").click()
    page.locator("input[name=name]").fill("사무실 컴퓨터")
    page.get_by_role("button", name="이 패스키 추가").click()
    officer.sees("복구 번호")
    page.get_by_role("link", name="보시려던 화면으로 이동").click()
    expect(page).to_have_url(f"{officer.site}/answers/desk/")
    assert page.locator("h1").is_visible()

    page.get_by_role("button", name="로그아웃").click()
    officer.go("/accounts/login/?next=/answers/desk/")
    officer.ask_for_code()
    officer.send_code(officer.newest_code())
    page.get_by_role("button", name="패스키 사용").click()

    expect(page).to_have_url(f"{officer.site}/answers/desk/")
    [passkey] = Authenticator.objects.filter(type="webauthn")
    assert passkey.wrap().name == "사무실 컴퓨터"
    signed_in = AuditEvent.objects.filter(action="staff.signed_in").order_by("number").values_list("details__factor", flat=True)
    assert list(signed_in) == ["", "webauthn"]

    rename_and_remove(officer)

    assert not Authenticator.objects.exists()
    told = AuditEvent.objects.filter(action__startswith="second_factor.").order_by("number")
    assert [(event.action, event.details["factor"]) for event in told] == [
        ("second_factor.set_up", "webauthn"),
        ("second_factor.failed", "webauthn"),
        ("second_factor.removed", "webauthn"),
    ]


def rename_and_remove(officer) -> None:
    """Both ask for the passkey once more; something else in its place is refused."""
    page = officer.page
    officer.go("/accounts/2fa/webauthn/")
    page.get_by_role("link", name="이름 변경").click()
    page.get_by_role("link", name="패스키 사용").click()
    page.evaluate("""() => {
        const form = document.querySelector("[data-passkey]");
        form.elements.credential.value = '{"id": "x"}';
        form.submit();
    }""")
    expect(page.locator(".field__error")).to_be_visible()
    page.get_by_role("button", name="패스키 사용").click()
    page.locator("input[name=name]").fill("민원실 컴퓨터")
    page.get_by_role("button", name="저장").click()
    officer.sees("민원실 컴퓨터")
    page.locator("main a[href$='/remove/']").click()
    page.locator("main button.button--danger").click()
    officer.sees("패스키를 삭제했습니다")
