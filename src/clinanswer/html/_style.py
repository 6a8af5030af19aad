"""The one stylesheet of this release, and the hash that lets a page's Content-Security-Policy allow nothing else.

Every rule stands below the class `ca`, so that a fragment brings nothing into its host's page. Colours keep a contrast of
7:1 (WCAG 2.2 AAA) in both schemes; sizes are logical, so that right-to-left pages need no rule of their own, save where a
gradient has to turn round.
"""

from __future__ import annotations

import base64
import hashlib
from typing import Final

__all__ = ["STYLE", "STYLE_HASH", "content_hash"]

_BASE: Final = """
.ca{color-scheme:light dark;--gutter:3.25rem;
--paper:light-dark(#fff,#11161d);--veil:light-dark(#f4f6fa,#1a212b);--tint:light-dark(#e8eff9,#1b2b42);
--ink:light-dark(#1b2430,#e6ebf1);--soft:light-dark(#404b59,#bcc6d1);--rule:light-dark(#d3dae3,#333e4c);
--link:light-dark(#1b4180,#a8c8ff);--glow:light-dark(#fff0b8,#423913);
--care:light-dark(#563a00,#f3d696);--care-bg:light-dark(#fff5dc,#2b2412);--care-rule:light-dark(#d19a1b,#8c6c1d);
--stop:light-dark(#87121f,#ffaaa5);--stop-bg:light-dark(#fdf1f1,#2e191c);--stop-rule:light-dark(#c4434d,#9c3d44);
--done:light-dark(#135c37,#85d6a5);
--text:system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Helvetica Neue",Arial,sans-serif;
--head:"Iowan Old Style",Charter,"Source Serif 4","Noto Serif",Cambria,Georgia,serif;
font:1.0625rem/1.6 var(--text);color:var(--ink);background:var(--paper);overflow-wrap:break-word}
.ca[data-theme=light]{color-scheme:light}
.ca[data-theme=dark]{color-scheme:dark}
html.ca{font-size:100%;text-size-adjust:100%;-webkit-text-size-adjust:100%;scroll-padding-block-start:1.25rem}
html.ca>body{margin:0;font-size:1.0625rem}
.ca *,.ca ::before,.ca ::after{box-sizing:border-box}
.ca a{color:var(--link);text-decoration-thickness:.06em;text-underline-offset:.2em}
.ca a:hover{text-decoration-thickness:.13em}
.ca :focus-visible{outline:3px solid var(--link);outline-offset:2px;border-radius:.2rem}
.ca :is(h1,h2,h3,h4,h5,h6){font-family:var(--head);font-weight:650;line-height:1.25;margin:0;text-wrap:balance}
.ca p{margin:0;text-wrap:pretty}
.ca p+p,.ca p+:is(ul,ol),.ca :is(ul,ol)+p{margin-block-start:.75rem}
.ca :is(ul,ol,dl,dd,figure,blockquote){margin:0;padding:0}
.ca small{font-size:inherit}
.ca :is(sub,sup){line-height:0;font-size:.75em}
.ca :is(.ca-claim,.ca-cites,cite,bdi){unicode-bidi:isolate}
.ca .ca-skip{position:absolute;inset-block-start:.5rem;inset-inline-start:.5rem;z-index:2;padding:.5rem 1rem;background:var(--paper)}
.ca .ca-skip:not(:focus){clip-path:inset(50%);inline-size:1px;block-size:1px;overflow:hidden;padding:0}
.ca .ca-page{padding:clamp(1.25rem,4vw,3rem) 1rem 3rem}
.ca :is(main,.ca-foot),div.ca .ca-page{max-inline-size:46rem;margin-inline:auto}
"""

_HEAD: Final = """
.ca .ca-eyebrow,.ca .ca-question h2,.ca .ca-review h2,.ca .ca-brief>h2{font:650 .8125rem/1.4 var(--text);letter-spacing:.045em;color:var(--soft)}
.ca h1{font-size:clamp(1.65rem,1.15rem + 2.2vw,2.5rem);letter-spacing:-.012em;margin-block:.4rem 1.25rem}
.ca .ca-question{border-inline-start:3px solid var(--rule);padding-inline-start:1rem;margin-block-end:1.6rem;color:var(--soft)}
.ca .ca-question p{font-size:1rem;margin-block-start:.15rem}
.ca .ca-question dl{margin-block-start:.6rem;font-size:.9375rem;gap:.2rem}
.ca .ca-panel{display:grid;border:1px solid var(--rule);border-radius:.65rem;overflow:clip;margin-block-end:1.75rem;font-size:.9375rem}
.ca .ca-panel>*{padding:.85rem 1.05rem;min-inline-size:0}
.ca .ca-panel>*+*{border-block-start:1px solid var(--rule)}
.ca .ca-panel>.ca-cell:empty{display:none}
.ca .ca-panel>.ca-notice{background:var(--care-bg);color:var(--care);margin:0;border:0;border-radius:0}
.ca .ca-panel>.ca-notice+*{border-block-start:1px solid var(--care-rule)}
.ca .ca-panel>.ca-notice{position:relative;padding-inline-start:2.9rem;font-weight:600}
.ca .ca-panel>.ca-notice .ca-icon{position:absolute;inset-inline-start:1.05rem;inset-block-start:.95rem}
.ca .ca-panel .ca-notice>.ca-kind>b:last-child{position:absolute;inline-size:1px;block-size:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.ca .ca-panel .ca-notice>.ca-kind:has(>b:last-child)+*{margin-block-start:0}
.ca .ca-cell{display:grid;gap:.6rem;align-content:start}
.ca .ca-cell>.ca-notice{margin:0;padding:0;border:0;background:none;font-size:inherit;color:var(--soft)}
.ca .ca-steps{display:grid;grid-template-columns:repeat(auto-fit,minmax(5.5rem,1fr));margin-block-start:.75rem;list-style:""}
.ca .ca-steps li{position:relative;padding:1.65rem .5rem 0 0;padding-inline:0 .5rem;line-height:1.3;color:var(--soft)}
.ca .ca-steps li::before{content:"";position:absolute;inset-block-start:.5rem;inset-inline:0;block-size:2px;background:var(--rule)}
.ca .ca-steps li:last-child::before{inset-inline-end:auto;inline-size:1.1rem}
.ca .ca-steps li::after{content:"";position:absolute;inset-block-start:0;inset-inline-start:0;inline-size:1.1rem;block-size:1.1rem;border:2px solid var(--soft);border-radius:50%;background:var(--paper)}
.ca .ca-steps [data-state=done]::before{background:var(--done)}
.ca .ca-steps [data-state=done]::after{border-color:var(--done);background:var(--done);box-shadow:inset 0 0 0 .17rem var(--paper)}
.ca .ca-steps [data-state=current]{color:var(--ink);font-weight:650}
.ca .ca-steps [data-state=current]::after{border:.32rem solid var(--link)}
.ca .ca-steps small{display:block;font-size:.8125rem;font-weight:400;color:var(--soft)}
.ca .ca-state{margin-block-start:.4rem}
.ca .ca-state i{font-style:normal;font-weight:600}
.ca .ca-state.ca-alert{color:var(--stop)}
.ca .ca-facts{display:grid;grid-template-columns:minmax(0,1fr);gap:.35rem;line-height:1.45;color:var(--soft)}
.ca .ca-facts :is(dt,dd){display:inline}
.ca .ca-facts dt{font-weight:600;color:var(--ink)}
.ca .ca-facts dt::after{content:":"}
.ca .ca-facts dd+dd::before{content:"; "}
.ca .ca-facts i{font-style:normal}
.ca .ca-brief{background:var(--tint);border-radius:.65rem;padding:1.15rem 1.3rem 1.3rem;margin-block-end:2rem}
.ca .ca-brief>h2{color:var(--link);margin-block-end:.35rem}
.ca .ca-brief>p{font-size:1.15rem;line-height:1.55}
.ca .ca-toc{margin-block-end:2rem;font-size:.9375rem}
.ca .ca-toc summary{font-weight:600;cursor:pointer;padding-block:.5rem;color:var(--link)}
.ca .ca-toc ul{list-style:""}
.ca .ca-toc a{display:block;padding:.3rem .7rem;border-inline-start:2px solid var(--rule);color:var(--soft);text-decoration:none;line-height:1.35}
.ca .ca-toc .ca-sub a{padding-inline-start:1.6rem}
.ca .ca-toc a:hover{color:var(--link);border-color:var(--link);text-decoration:underline}
"""

_BODY: Final = """
.ca .ca-sec{margin-block-start:2.6rem}
.ca .ca-sec .ca-sec{margin-block-start:1.75rem}
.ca h2{font-size:1.45rem;letter-spacing:-.006em}
.ca h3{font-size:1.15rem}
.ca :is(h4,h5,h6){font-size:1rem}
.ca .ca-sec>:is(h2,h3,h4,h5,h6){position:relative;padding-inline-start:var(--gutter);margin-block-end:.9rem}
.ca .ca-secn{position:absolute;inset-inline-start:0;inset-block-start:.1em;min-inline-size:1.5rem;min-block-size:1.5rem;font:600 .8em/1.5 var(--text);font-variant-numeric:tabular-nums;white-space:nowrap}
.ca :is(h4,h5,h6)>.ca-secn{position:static;margin-inline:calc(-1*var(--gutter)) .4rem}
.ca .ca-sec>:is(p,ul,ol,dl,details,.ca-scroll,.ca-box,figure,blockquote){margin-inline-start:var(--gutter)}
.ca .ca-sec>*+:is(p,ul,ol,dl,details,.ca-scroll,.ca-box,figure,blockquote){margin-block-start:.9rem}
.ca .ca-sec>:is(h2,h3,h4,h5,h6)+*{margin-block-start:0}
.ca .ca-list{display:grid;grid-template-columns:minmax(0,1fr);gap:.85rem}
.ca .ca-list .ca-list{--gutter:2rem;gap:.5rem;margin-block-start:.65rem;padding-inline-start:var(--gutter)}
.ca ul.ca-list>li{list-style:disc;margin-inline-start:1.1rem}
.ca ul.ca-list>li.ca-item{list-style:"";margin-inline-start:0}
.ca ul.ca-list>li::marker,.ca ol.ca-list>li::marker{color:var(--soft);font-variant-numeric:tabular-nums}
.ca ol.ca-list>li{margin-inline-start:1.9rem}
.ca .ca-one{position:relative}
.ca :is(.ca-num,.ca-secn){color:var(--soft);text-decoration:none}
.ca :is(.ca-num,.ca-secn):hover{color:var(--link);text-decoration:underline}
.ca .ca-num{display:inline-block;min-inline-size:1.5rem;font-size:.8125em;font-variant-numeric:tabular-nums}
.ca .ca-sec>.ca-one>.ca-claim>.ca-num:not(.ca-long),.ca .ca-sec>ul.ca-list>.ca-item>.ca-one>.ca-claim>.ca-num:not(.ca-long),.ca .ca-item>ul.ca-list>.ca-item>.ca-one>.ca-claim>.ca-num:not(.ca-long){position:absolute;inset-inline-start:calc(-1*var(--gutter));inset-block-start:.05rem;min-block-size:1.5rem;font-size:.875rem;line-height:1.7rem;white-space:nowrap}
.ca .ca-single .ca-num:not(:focus){position:absolute;inline-size:1px;block-size:1px;min-inline-size:0;overflow:hidden;clip-path:inset(50%)}
.ca .ca-cites{white-space:nowrap;font-size:.875em;color:var(--soft);background:var(--tint);border-radius:.3rem;padding-inline:.25rem;font-variant-numeric:tabular-nums}
.ca .ca-cites:has(small,i){white-space:normal}
.ca .ca-cites a{display:inline-block;min-inline-size:1.5rem;margin-inline:-.2rem;line-height:1.5rem;text-align:center;border-radius:.3rem;text-decoration:none;font-weight:650}
.ca .ca-cites a:hover{background:var(--link);color:var(--paper)}
.ca .ca-cites i{color:var(--stop);font-style:normal;font-weight:600}
.ca .ca-peek{font:inherit;color:var(--link);min-inline-size:1.5rem;min-block-size:1.5rem;padding:0;border:0;background:none;cursor:pointer}
.ca .ca-peek::before{content:"▾"/""}
.ca .ca-popover{inset:auto 0 0;margin:0 auto;inline-size:min(36rem,100%);border:1px solid var(--rule);border-block-end:0;border-radius:.75rem .75rem 0 0;background:var(--paper);color:var(--ink);padding:1rem 1.25rem 1.25rem;box-shadow:0 -.5rem 2rem rgb(0 0 0/.25);font-size:.9375rem}
.ca .ca-chip{display:inline-block;max-inline-size:100%;font-size:.8125rem;font-weight:400;line-height:1.45rem;padding-inline:.5rem;border:1px solid var(--rule);border-radius:1rem;color:var(--soft);margin-inline-start:.15rem}
.ca .ca-meter::before{content:"";display:inline-block;inline-size:2.3rem;block-size:.5rem;margin-inline-end:.45em;border-radius:.1rem;background:repeating-linear-gradient(to right,var(--paper) 0 .1rem,transparent .1rem .6rem) -.1rem 0/.6rem 100%,linear-gradient(to right,var(--link) var(--v),var(--rule) var(--v))}
.ca [dir=rtl] .ca-meter::before,.ca[dir=rtl] .ca-meter::before{transform:scaleX(-1)}
.ca [data-level=high]{--v:100%}.ca [data-level=moderate]{--v:75%}.ca [data-level=low]{--v:50%}.ca [data-level=very-low]{--v:25%}
.ca .ca-rec{color:var(--link);border-color:currentColor}
.ca .ca-chip:is([data-kind=contested],[data-kind=uncertain],[data-kind=warning],[data-kind=contraindication]){color:var(--care);background:var(--care-bg);border-color:var(--care-rule)}
.ca .ca-details{font-size:.875rem;color:var(--soft);margin-block-start:.2rem}
.ca .ca-details summary{cursor:pointer;inline-size:fit-content;min-block-size:1.5rem;color:var(--link)}
.ca .ca-details summary b{font-weight:inherit}
.ca .ca-details dl{padding:.5rem .8rem;border-inline-start:2px solid var(--rule)}
.ca .ca-terms dt{font-weight:650}
.ca .ca-terms dd{margin:.15rem 0 .75rem;margin-inline-start:1.25rem}
.ca :is(.ca-box,.ca-notice){border:1px solid var(--rule);border-inline-start:4px solid var(--link);border-radius:.5rem;background:var(--veil);padding:.95rem 1.15rem;margin-block:1.25rem;font-size:.9688rem}
.ca .ca-kind{font-weight:600}
.ca .ca-kind>b:not(:last-child)::after{content:":"}
.ca .ca-kind+*{margin-block-start:.35rem}
.ca .ca-icon{inline-size:1.25rem;block-size:1.25rem;margin-inline-end:.5rem;vertical-align:-.25rem;fill:none;stroke:currentColor;stroke-width:2;stroke-linecap:round;stroke-linejoin:round}
.ca .ca-box:is([data-kind=caution],[data-kind=warning]){background:var(--care-bg);border-color:var(--care-rule)}
.ca .ca-box:is([data-kind=caution],[data-kind=warning])>.ca-kind{color:var(--care)}
.ca .ca-box:is([data-kind=contraindication],[data-kind=emergency]),.ca .ca-safety{background:var(--stop-bg);border-color:var(--stop-rule)}
.ca .ca-box:is([data-kind=contraindication],[data-kind=emergency])>.ca-kind,.ca .ca-safety>:is(h2,h3,h4,h5,h6){color:var(--stop)}
.ca .ca-box[data-kind=evidence-gap]{border-style:dashed;border-inline-start-style:solid}
.ca .ca-safety{border:1px solid var(--stop-rule);border-inline-start-width:4px;border-radius:.65rem;padding:1.15rem 1.15rem 1.3rem .95rem}
.ca .ca-safety .ca-cites{background:var(--paper)}
.ca .ca-brief .ca-cites{background:var(--paper)}
.ca .ca-scroll{overflow-x:auto}
.ca table{border-collapse:collapse;inline-size:100%;font-size:.9375rem;font-variant-numeric:tabular-nums}
.ca caption{text-align:start;font-weight:600;padding-block-end:.5rem}
.ca :is(th,td){text-align:start;vertical-align:top;padding:.5rem 0;padding-inline-end:.9rem;border-block-end:1px solid var(--rule)}
.ca thead :is(th,td){font-size:.875rem;font-weight:650;color:var(--soft);border-block-end:2px solid var(--rule);vertical-align:bottom}
.ca tbody th{font-weight:600}
.ca td.ca-left,.ca th.ca-left{text-align:left}.ca td.ca-right,.ca th.ca-right{text-align:right}.ca td.ca-center,.ca th.ca-center{text-align:center}.ca td.ca-justify,.ca th.ca-justify{text-align:justify}
.ca :is(.ca-noted,.ca-figure,.ca-quote) figcaption{font-size:.875rem;color:var(--soft);margin-block-start:.5rem}
.ca .ca-figure img{max-inline-size:100%;block-size:auto}
.ca .ca-figure p b{font-weight:600}
.ca blockquote{border-inline-start:3px solid var(--link);padding-inline-start:1rem}
.ca .ca-claim:target,.ca .ca-refs li:target,.ca .ca-sec:target>:is(h2,h3,h4,h5,h6){background:var(--glow);box-shadow:0 0 0 .3rem var(--glow);border-radius:.15rem}
.ca .ca-brief:target{box-shadow:0 0 0 3px var(--link)}
"""

_CLOSE: Final = """
.ca .ca-refs{margin-block-start:3rem;font-size:.9375rem;line-height:1.5}
.ca :is(.ca-refs,.ca-end)>h2{font-size:1.2rem;margin-block-end:.85rem}
.ca .ca-refs ol{display:grid;grid-template-columns:minmax(0,1fr);gap:1rem;list-style:""}
.ca .ca-refs li{position:relative;padding-inline-start:2.1rem;overflow-wrap:anywhere}
.ca .ca-refn{position:absolute;inset-inline-start:0;font-weight:650;font-variant-numeric:tabular-nums;color:var(--soft)}
.ca .ca-popover .ca-refn{position:static}
.ca cite{font-style:normal;font-weight:600}
.ca .ca-id{display:inline-block;margin-inline-end:.5rem;font-size:.9em;max-inline-size:100%}
.ca .ca-id b{font-weight:400;color:var(--soft)}
.ca .ca-url{display:block}
.ca .ca-back{display:block;margin-block-start:.2rem;font-size:.8125rem;color:var(--soft);overflow-wrap:normal}
.ca .ca-back a{display:inline-block;min-inline-size:1.5rem;line-height:1.5rem;padding-inline:.15rem}
.ca .ca-tag{display:inline-block;font-size:.75rem;font-weight:600;line-height:1.35rem;padding-inline:.4rem;border-radius:.25rem;color:var(--soft);border:1px solid var(--rule)}
.ca .ca-tag.ca-alert{color:var(--care);background:var(--care-bg);border-color:var(--care-rule)}
.ca .ca-end{margin-block-start:3rem;padding-block-start:1.5rem;border-block-start:1px solid var(--rule);font-size:.9375rem}
.ca .ca-end>ul{display:grid;grid-template-columns:minmax(0,1fr);gap:.65rem;list-style:disc;padding-inline-start:1.1rem}
.ca .ca-end li::marker{color:var(--soft)}
.ca .ca-disc{background:var(--veil);border-radius:.65rem;padding:1.15rem 1.3rem;margin-block-start:2.5rem;font-size:.9375rem}
.ca .ca-disc>h2{font-size:1.05rem;margin-block-end:.4rem}
.ca .ca-foot{margin-block-start:2.5rem;font-size:.8125rem;color:var(--soft)}
@media (min-width:40rem){.ca .ca-panel{grid-template-columns:3fr 2fr}.ca .ca-panel>.ca-notice{grid-column:1/-1}.ca .ca-panel>.ca-cell{border-inline-start:1px solid var(--rule)}.ca .ca-panel>.ca-review+.ca-cell{border-block-start:0}.ca .ca-panel>.ca-notice~:is(.ca-review,.ca-cell){border-block-start:1px solid var(--care-rule)}}
@media (min-width:40rem) and (max-width:89.99rem){.ca .ca-toc ul{columns:2;column-gap:1rem}.ca .ca-toc li{break-inside:avoid}}
@media (min-width:72rem) and (min-height:36rem){
html.ca .ca-page{margin-inline-end:23rem;padding-inline:2rem}
html.ca .ca-refs{position:fixed;inset-block:0;inset-inline-end:0;inline-size:23rem;margin:0;padding:2.75rem 1.5rem 2rem;overflow-y:auto;overscroll-behavior:contain;scroll-padding-block-start:1.5rem;background:var(--veil);border-inline-start:1px solid var(--rule);font-size:.875rem;scrollbar-width:thin}
html.ca .ca-refs ol{padding-block-end:50vh}
html.ca .ca-popover{inset-inline-end:23rem}
}
@media (min-width:90rem) and (min-height:36rem){
html.ca :is(main,.ca-foot){max-inline-size:62rem}
html.ca .ca-foot{padding-inline-start:16rem}
html.ca .ca-doc:has(>.ca-toc){display:grid;grid-template-columns:13rem minmax(0,1fr);column-gap:3rem}
html.ca .ca-doc:has(>.ca-toc)>*{grid-column:2;min-inline-size:0}
html.ca .ca-doc>.ca-toc{grid-column:1;grid-row:1/span 99;position:sticky;inset-block-start:2.75rem;align-self:start;max-block-size:calc(100vh - 5.5rem);overflow-y:auto}
html.ca .ca-toc summary{list-style:none;pointer-events:none;color:var(--soft)}
html.ca .ca-toc summary::-webkit-details-marker{display:none}
html.ca .ca-toc details::details-content{content-visibility:visible;block-size:auto}
}
@media (max-width:30rem){.ca{--gutter:2.75rem}.ca .ca-num{font-size:.8125rem}.ca .ca-sec>:is(.ca-scroll,.ca-box,figure,blockquote,dl){margin-inline-start:0}.ca .ca-list .ca-list{--gutter:1.6rem}}
@media (prefers-reduced-motion:no-preference){html.ca{scroll-behavior:smooth}.ca :is(.ca-claim,.ca-refs li){transition:background-color .3s}}
@media (prefers-contrast:more){.ca{--soft:var(--ink);--rule:var(--ink)}}
@media (forced-colors:active){.ca .ca-steps li::after,.ca .ca-meter::before{forced-color-adjust:none}.ca :is(.ca-brief,.ca-disc){border:1px solid}}
"""

_PRINT: Final = """
@page{margin:18mm 16mm 20mm;@bottom-right{content:counter(page) " / " counter(pages);font:8pt sans-serif}}
@media print{
.ca,.ca[data-theme]{color-scheme:light}
html.ca{font-size:10.5pt;background:none}
html.ca>body{font-size:1em}
.ca :is(.ca-skip,.ca-toc,.ca-peek,.ca-popover){display:none}
.ca .ca-page,.ca :is(main,.ca-foot){max-inline-size:none;padding:0}
.ca :is(.ca-brief,.ca-safety,.ca-disc,.ca-panel,.ca-box,.ca-notice,.ca-chip,.ca-steps li){-webkit-print-color-adjust:exact;print-color-adjust:exact}
.ca :is(h1,h2,h3,h4,h5,h6){break-after:avoid}
.ca :is(.ca-one,.ca-refs li,.ca-panel,.ca-brief,.ca-box,.ca-notice,tr,figure){break-inside:avoid}
.ca :is(p,li){orphans:3;widows:3}
.ca .ca-refs ol{padding:0}
.ca .ca-scroll{overflow:visible}
.ca details::details-content{content-visibility:visible;block-size:auto}
.ca a{color:inherit;text-decoration:none}
.ca .ca-cites{background:none;padding:0}
.ca .ca-cites a{min-inline-size:0;margin:0}
.ca :is(p,td,th,li,dd,dt,figcaption,h1,h2,h3,h4,h5,h6,em,strong)>a[rel]::after,.ca .ca-claim>a[rel]::after{content:" <" attr(href) ">";font-size:.85em;overflow-wrap:anywhere}
.ca .ca-url>a::after,.ca .ca-more>a::after{content:none}
.ca :target,.ca :target>*{background:none!important;box-shadow:none!important}
}
"""


def content_hash(content: str) -> str:
    """The source expression by which a Content-Security-Policy allows an element with this content.

    https://www.w3.org/TR/CSP3/#match-element-to-source-list
    """
    return f"sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}"


STYLE: Final = "\n".join(part.strip() for part in (_BASE, _HEAD, _BODY, _CLOSE, _PRINT))
"""The stylesheet, for the head of a page that shows fragments (a whole page brings it along)."""

STYLE_HASH: Final = content_hash(STYLE)
"""The source expression that lets a Content-Security-Policy allow the stylesheet: `style-src 'sha256-…'`."""
