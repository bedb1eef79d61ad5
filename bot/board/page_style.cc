// Owns the looks of the page: one style sheet, light and dark, phone and desktop, print. Colour never says anything that a number, a word or a shape does not.
// Indented, so that no selector is taken for a declaration by tests/arch/check_layers.cmake.
#include "bot/board/page_parts.h"

namespace bot::board {
namespace {

constexpr std::string_view kStyle = R"css(
  :root {
    color-scheme: light dark;
    --ground: #f7f9f8; --ink: #16211d; --soft: #52605a; --line: #d9e1dd; --track: #e6ece9;
    --slate: #10392d; --on-slate: #f2f8f5; --soft-on-slate: #b5d3c6; --grain: #ffffff0d;
    --green: #0c7a57; --green-light: #8fcab3; --on-green: #ffffff; --amber: #a85a00; --amber-light: #f7e3c8; --rose: #b23a48; --rose-light: #f3d3d6;
    --l1: #4c9f80; --l2: #2a8464; --l3: #0d6648; --l4: #05402c;
  }
  @media screen and (prefers-color-scheme: dark) {
    :root {
      --ground: #0e1614; --ink: #e6eeea; --soft: #9db0a8; --line: #263530; --track: #1d2a26;
      --slate: #12281f; --on-slate: #f2f8f5; --soft-on-slate: #a5c6b8; --grain: #ffffff08;
      --green: #3fbf91; --green-light: #1f5e49; --on-green: #06211a; --amber: #f0a94b; --amber-light: #43331b; --rose: #f08a93; --rose-light: #4d2a2e;
      --l1: #3a7f68; --l2: #45a384; --l3: #62cfa8; --l4: #b8f5dc;
    }
  }
  * { box-sizing: border-box; }
  html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
  body {
    margin: 0; background: var(--ground); color: var(--ink); overflow-wrap: anywhere;
    font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif; font-variant-numeric: tabular-nums;
  }
  .inner { max-width: 72rem; margin: 0 auto; padding-inline: 1rem; }
  .aside { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
  .definitions { position: absolute; }
  h1, h2, p, dl, dd, ul, fieldset { margin: 0; padding: 0; border: 0; }
  h1 { font-size: clamp(1.75rem, 1.2rem + 2.6vw, 2.75rem); line-height: 1.15; letter-spacing: -.02em; font-weight: 750; text-wrap: balance; }
  h2 { font-size: 1.25rem; line-height: 1.3; letter-spacing: -.01em; font-weight: 700; }
  .note { color: var(--soft); font-size: .9375rem; margin-top: .25rem; text-wrap: pretty; }

  header {
    background: radial-gradient(var(--grain) 2px, transparent 2.5px) 0 0 / 20px 20px, var(--slate);
    color: var(--on-slate); padding: 1.5rem 0 1.75rem;
  }
  .house { display: flex; align-items: center; gap: .5rem; font-weight: 650; color: var(--soft-on-slate); margin-bottom: 1.25rem; }
  .bubble { fill: none; stroke: currentColor; stroke-width: 2.4; stroke-linejoin: round; }
  .tick { fill: none; stroke: currentColor; stroke-width: 2.8; stroke-linecap: round; stroke-linejoin: round; }
  .as-of { color: var(--soft-on-slate); margin-top: .375rem; }
  .figures { display: grid; grid-template-columns: repeat(2, 1fr); gap: 1.25rem 1rem; margin-top: 1.75rem; }
  .figures div { display: flex; flex-direction: column-reverse; justify-content: flex-end; border-left: 2px solid #ffffff40; padding-left: .75rem; }
  .figures dd { font-size: 1.75rem; line-height: 1.1; font-weight: 700; letter-spacing: -.02em; }
  .figures dt { color: var(--soft-on-slate); font-size: .875rem; line-height: 1.35; margin-top: .25rem; text-wrap: balance; }

  main { display: grid; grid-template-columns: minmax(0, 1fr); gap: 3rem; padding-top: 2rem; padding-bottom: 3rem; }
  .head { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: .75rem 1rem; }
  .tabs { display: flex; background: var(--track); border-radius: 999px; padding: 3px; }
  .tabs label { position: relative; cursor: pointer; }
  .tabs input { position: absolute; inset: 0; width: 100%; height: 100%; margin: 0; opacity: 0; cursor: pointer; }
  .tabs span { display: block; padding: .375rem .875rem; border-radius: 999px; font-size: .875rem; line-height: 1.4; color: var(--soft); white-space: nowrap; }
  .tabs input:checked + span { background: var(--ground); color: var(--ink); font-weight: 650; box-shadow: 0 1px 3px #0003; }
  .tabs input:focus-visible + span { outline: 2px solid var(--green); outline-offset: 1px; }
  .print { display: none; }
  @supports selector(:has(*)) {
    @media screen {
      .ranking:has(#week:checked) .panel:not(.week), .ranking:has(#month:checked) .panel:not(.month), .ranking:has(#all:checked) .panel:not(.all) { display: none; }
    }
  }

  table { width: 100%; border-collapse: collapse; margin-top: .75rem; }
  th, td { padding: .4375rem 0 .4375rem .625rem; text-align: start; vertical-align: middle; font-weight: 400; }
  th:first-child, td:first-child { padding-left: 0; }
  thead th { color: var(--soft); font-size: .75rem; line-height: 1.3; padding-top: 0; padding-bottom: .375rem; white-space: nowrap; }
  tbody tr { border-top: 1px solid var(--line); }
  .number { text-align: end; white-space: nowrap; }
  .big { font-weight: 700; }
  table bdi { display: block; overflow: hidden; text-align: left; }
  .bar { display: block; overflow: hidden; }
  .bar .track { fill: var(--track); }
  .bar .points, .bar .mean, .bar .strong { fill: var(--green); }
  .bar .partial { fill: url(#stripes); }
  .bar .weak { fill: url(#dots); }
  .bar .streak { fill: var(--amber); }
  .bar .reach { fill: var(--amber-light); stroke: var(--amber); stroke-width: 1; stroke-dasharray: 2 2; }
  .bar line { stroke: var(--ground); stroke-width: 2; }
  #stripes .ground { fill: var(--green-light); }
  #stripes .ink { fill: var(--green); }
  #dots .ground { fill: var(--rose-light); }
  #dots .ink { fill: var(--rose); }

  .board tbody > tr > *, .stacked tbody > tr > * { padding-top: .5625rem; padding-bottom: .5625rem; }
  .board tbody th, .stacked tbody th { width: 60%; line-height: 1.3; }
  .board .bar, .stacked .bar { margin-top: .3125rem; }
  .stacked tbody th { width: 70%; }
  .line { display: flex; align-items: baseline; justify-content: space-between; gap: .5rem; }
  .board .first bdi, .board .podium bdi { font-weight: 650; }
  .board .wide { display: none; }
  .board .rank { width: 1%; text-align: center; }
  .place { display: inline-block; min-width: 1.75rem; padding: 0 .375rem; line-height: 1.75rem; border-radius: 999px; text-align: center; font-weight: 650; font-size: .9375rem;
    white-space: nowrap; }
  .first .place { background: var(--green); color: var(--on-green); }
  .podium .place { box-shadow: inset 0 0 0 1.5px var(--green); }
  .move { display: flex; align-items: center; justify-content: center; gap: .1875rem; font-size: .75rem; line-height: 1.2; color: var(--soft); margin-top: .125rem; }
  .up { color: var(--green); }
  .down { color: var(--rose); }
  .move path { fill: currentColor; }
  .new { font-style: italic; }

  .bars, .stacked { font-size: .9375rem; }
  .bars tbody th { white-space: nowrap; }
  .bars .drawn { width: 70%; }
  .bars .none { color: var(--soft); }
  .bars .none .big { font-weight: 400; }
  .band { font-size: .8125rem; color: var(--soft); white-space: nowrap; }

  .heat { display: flex; flex-direction: column; gap: 1rem; margin-top: 1rem; padding-left: 2.25rem; }
  .half { display: block; overflow: visible; width: 100%; }
  .older { width: calc(100% * 26 / 27); }
  .half text { fill: var(--soft); font-size: 29px; }
  .l0 { fill: none; stroke: var(--line); stroke-width: 6; stroke-linecap: round; }
  .l1 { fill: var(--l1); }
  .l2 { fill: var(--l2); }
  .l3 { fill: var(--l3); }
  .l4 { fill: var(--l4); }
  .half rect:hover { stroke: var(--ink); stroke-width: 2; }
  .legend { display: flex; flex-wrap: wrap; justify-content: flex-end; gap: .25rem .875rem; margin-top: .75rem; list-style: none; font-size: .8125rem; color: var(--soft); }
  .legend li { display: flex; align-items: center; gap: .3125rem; }

  .nothing { display: flex; flex-direction: column; align-items: center; gap: .75rem; margin-top: 1rem; padding: 2rem 1.5rem; text-align: center; color: var(--soft);
    border: 1.5px dashed var(--line); border-radius: 1rem; }
  .nothing svg { color: var(--green); }
  .nothing p { max-width: 32ch; text-wrap: balance; }
  footer { border-top: 1px solid var(--line); color: var(--soft); font-size: .875rem; padding: 1.5rem 0 2.5rem; }
  footer p { max-width: 70ch; }
  footer p + p { margin-top: .5rem; }

  @media (min-width: 40rem) {
    .inner { padding-inline: 2rem; }
    .figures { grid-template-columns: repeat(4, minmax(0, 11rem)); }
    .figures dd { font-size: 2.125rem; }
    .board .wide { display: table-cell; }
    .board .rank { text-align: start; white-space: nowrap; }
    .move { display: inline-flex; min-width: 2.25rem; justify-content: flex-start; margin: 0 0 0 .25rem; }
    th, td { padding-left: 1rem; }
    thead th { font-size: .8125rem; }
    .heat { flex-direction: row; gap: 0; padding-left: 2.5rem; }
    .half { flex: 27 1 0; width: auto; min-width: 0; }
    .older { flex-grow: 26; }
    .newer .weekdays { display: none; }
    .half text { font-size: 27px; }
  }
  @media (min-width: 62rem) {
    header { padding: 2rem 0 2.25rem; }
    header .inner { display: grid; grid-template-columns: minmax(0, 1fr) auto; column-gap: 4rem; }
    header .house { grid-column: 1 / -1; }
    header h1, header .as-of { grid-column: 1; }
    .figures { grid-column: 2; grid-row: 2 / 4; align-self: end; margin: 0; grid-template-columns: repeat(4, auto); column-gap: 2rem; }
    .figures div { max-width: 8rem; }
    main { grid-template-columns: minmax(0, 7fr) minmax(0, 5fr); gap: 3.5rem 4rem; padding-top: 2.5rem; }
    .year { grid-column: 1 / -1; }
    .streaks h2 { line-height: 2.3125rem; }
    .half text { font-size: 19px; }
    main { grid-auto-flow: dense; }
  }
  @media print {
    :root { color-scheme: light; }
    body { font-size: 10pt; background: none; }
    header { background: none; color: inherit; padding: 0; }
    .house, .as-of, .figures dt { color: var(--soft); }
    .figures div { border-color: var(--line); }
    .tabs { display: none; }
    .print { display: inline; }
    .panel + .panel { margin-top: 1.5rem; }
    main { display: block; }
    section { margin-bottom: 1.5rem; }
    tr, .figures, .panel, .year, .streaks, .months, .tags { break-inside: avoid; }
    h2, .note, thead { break-after: avoid; }
    .bar, .half, .legend svg, .place { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  }
  @media (forced-colors: active) {
    .bar .track { fill: Canvas; stroke: GrayText; }
    .bar .reach { fill: Canvas; stroke: CanvasText; }
    .bar line { stroke: Canvas; }
    .l0 { stroke: GrayText; }
    .first .place { background: Canvas; color: CanvasText; }
    .bar .points, .bar .mean, .bar .strong, .bar .partial, .bar .weak, .bar .streak, .l1, .l2, .l3, .l4 { fill: CanvasText; }
    .half text { fill: CanvasText; }
    .tabs input:checked + span { outline: 2px solid Highlight; }
    .first .place { outline: 1px solid CanvasText; }
  }
)css";

}  // namespace

std::string_view page_style() { return kStyle; }

}  // namespace bot::board
