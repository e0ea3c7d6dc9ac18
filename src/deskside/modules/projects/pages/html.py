"""The pages as HTML: no script and no style inside, nothing from other sites."""

from html import escape
from urllib.parse import quote

from deskside.modules.projects.pages.assets import SCRIPT, STYLE
from deskside.modules.projects.pages.texts import Texts
from deskside.modules.projects.rules.links_page import Moment, PageView, Step


def _document(texts: Texts, title: str, body: str, data: dict[str, str]) -> str:
    marks = "".join(f' data-{name}="{escape(value)}"' for name, value in data.items() if value)
    return (
        f'<!doctype html>\n<html lang="{texts.lang}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width,initial-scale=1">\n'
        '<meta name="robots" content="noindex,nofollow,noarchive">\n'
        '<meta name="format-detection" content="telephone=no">\n'
        f"<title>{escape(title)}</title>\n"
        f'<link rel="icon" href="data:,">\n<link rel="stylesheet" href="{STYLE.path}">\n'
        f'<script src="{SCRIPT.path}" defer></script>\n</head>\n'
        f"<body{marks}>\n<main>\n{body}</main>\n</body>\n</html>\n"
    )


def _words(texts: Texts, page: str) -> dict[str, str]:
    return {"page": page, "busy": texts.busy, "away": texts.away, "denied": texts.denied}


def door(texts: Texts, *, home: str, wechat: bool) -> str:
    """The page that every link answers with, living or not: it knows nothing of the link."""
    body = f"""<section class="card door">
<div id="door">
<h1>{escape(texts.door_title)}</h1>
<p>{escape(texts.door_lead)}</p>
<noscript><p class="down">{escape(texts.no_script)}</p></noscript>
<button type="button" id="send" class="main wide" data-rest="20000">{escape(texts.send)}</button>
<p id="said" class="said" role="status"></p>
<form id="proof" hidden>
<label for="code">{escape(texts.code)}</label>
<input id="code" name="code" inputmode="numeric" autocomplete="one-time-code" maxlength="8" required>
<button id="confirm" class="main wide">{escape(texts.confirm)}</button>
</form>
</div>
<div class="else">
<p class="soft maybe">{escape(texts.forwarded)}</p>
<h2 id="denied" tabindex="-1">{escape(texts.denied)}</h2>
<p class="soft">{escape(texts.denied_1)}<br>{escape(texts.denied_2)}</p>
<div class="row">
<button type="button" id="ask" data-rest="20000">{escape(texts.ask)}</button>
<a class="button" href="{escape(home)}">{escape(texts.home)}</a>
</div>
<p id="asked" class="said" role="status"></p>
</div>
</section>
"""
    data = _words(texts, "door")
    if wechat:
        data["wechat"] = "1"
    return _document(texts, texts.door_title, body, data)


def notice(texts: Texts, text: str) -> str:
    """A page with one sentence."""
    body = f'<section class="card door"><h1>{escape(texts.door_title)}</h1><p>{escape(text)}</p></section>\n'
    return _document(texts, texts.door_title, body, {"page": "notice"})


def project(texts: Texts, view: PageView) -> str:
    """The page of a recipient who has proved it."""
    parts = (_down(texts, view), _head(texts, view), _steps(texts, view.steps), _facts(texts, view))
    body = "".join(parts) + _feedback(texts, view) + _timeline(texts, view.timeline)
    body += f"<footer>{escape(texts.private)}</footer>\n"
    return _document(texts, f"{view.title} · {view.state_label}", body, _words(texts, "project"))


def _down(texts: Texts, view: PageView) -> str:
    if view.down_since is None:
        return ""
    said = escape(texts.source_down.replace("{time}", view.down_since))
    return f'<p class="down" role="status" data-part="down">{said}</p>\n'


def _head(texts: Texts, view: PageView) -> str:
    pay = ""
    if view.pay_url:
        rel = 'rel="noreferrer noopener" target="_blank"'
        pay = f'<a class="button main" id="pay" href="{escape(view.pay_url)}" {rel}>{escape(texts.pay)}</a>\n'
    return f"""<section class="card" data-part="head">
<h1>{escape(view.title)}</h1>
<p class="row"><span class="chip">{escape(view.type_label)}</span>
<span class="chip state" data-part="state">{escape(view.state_label)}</span>
<span class="soft">{escape(texts.number)} {escape(view.project_id)}</span></p>
<p class="row"><span class="chip" data-part="age" title="{escape(view.synced_at)}">{escape(texts.cached)} \
{escape(view.age)}</span></p>
<div class="row no-print">
<button type="button" id="refresh">{escape(texts.refresh)}</button>
{pay}<button type="button" id="print">{escape(texts.print)}</button>
<button type="button" id="leave">{escape(texts.leave)}</button>
</div>
<p id="said" class="said no-print" role="status"></p>
</section>
"""


def _steps(texts: Texts, steps: tuple[Step, ...]) -> str:
    if not steps:
        return ""
    items = "\n".join(_step(step) for step in steps)
    return _listed("steps", texts.progress, f'<ol class="steps">\n{items}\n</ol>')


def _step(step: Step) -> str:
    at = f" <small>{escape(step.at)}</small>" if step.at else ""
    kind = f' class="{step.state}"' if step.state != "todo" else ""
    current = ' aria-current="step"' if step.state == "at" else ""
    return f"<li{kind}{current}>{escape(step.label)}{at}</li>"


def _facts(texts: Texts, view: PageView) -> str:
    facts = (
        (texts.device, view.device),
        (texts.fault, view.fault),
        (texts.customer, view.customer),
        (texts.engineer, view.engineer),
        (texts.salesman, view.salesman),
        (texts.amount, view.amount),
        (texts.paid_at, view.paid_at),
    )
    rows = "\n".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in facts if value)
    return f'<section class="card" data-part="facts"><dl>\n{rows}\n</dl></section>\n' if rows else ""


def _feedback(texts: Texts, view: PageView) -> str:
    if not view.may_answer:
        return ""
    said = ""
    if view.feedback is not None:
        text = texts.said_solved if view.feedback else texts.said_unsolved
        said = f'<p class="said" data-part="answer">{escape(text)}</p>\n'
    buttons = "\n".join(
        f'<button type="button" id="{name}" aria-pressed="{"true" if view.feedback is value else "false"}"'
        f"{' class=main' if view.feedback is value else ''}>{escape(label)}</button>"
        for name, value, label in (("solved", True, texts.solved), ("unsolved", False, texts.unsolved))
    )
    return f"""<section class="card no-print" data-part="feedback">
<h2>{escape(texts.feedback)}</h2>
<p class="soft">{escape(texts.feedback_hint)}</p>
<div class="row">
{buttons}
</div>
{said}</section>
"""


def _timeline(texts: Texts, moments: tuple[Moment, ...]) -> str:
    if not moments:
        return ""
    items = "\n".join(
        f"<li><time>{escape(one.at)}</time>{escape(f'{one.old} → {one.new}' if one.old else one.new)}</li>"
        for one in moments
    )
    return _listed("timeline", texts.timeline, f'<ol class="line">\n{items}\n</ol>')


def _listed(part: str, title: str, items: str) -> str:
    return f'<section class="card" data-part="{part}">\n<h2>{escape(title)}</h2>\n{items}\n</section>\n'


def link_path(token: str) -> str:
    """The address of a link below the site's."""
    return f"/s/{quote(token, safe='')}"
