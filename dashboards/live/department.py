"""One department or unit over the years: totals, structure, 三公, projects, filings and statements as read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from dashboards.live import charts
from dashboards.live.filing_tables import show_filings
from dashboards.live.snapshot import query
from dashboards.live.words import Words

_LISTED = 300
"""With more entities than this the list is narrowed by a search."""

_ENTITIES = """
SELECT entity_id, min(entity_name) AS entity_name, count(*) AS n FROM dim_filing
WHERE status = 'loaded' AND entity_id IS NOT NULL AND contains(coalesce(entity_name, ''), $text)
GROUP BY 1 ORDER BY 2, 1 LIMIT 300
"""
_HOW_MANY = "SELECT count(DISTINCT entity_id) AS n FROM dim_filing WHERE status = 'loaded'"
_SERIES = """
SELECT kind, scope, count(*) AS n, list(filing_id ORDER BY filing_id) AS filings FROM dim_filing
WHERE entity_id = $entity AND is_current AND status = 'loaded' AND kind IN ('final_account', 'budget')
GROUP BY ALL ORDER BY kind DESC, n DESC, scope
"""
_FIGURES = """
SELECT year, figure, figure_name AS name, amount_yuan FROM mart_key_figures
WHERE list_contains($filings::VARCHAR[], filing_id) ORDER BY ordinal, year
"""
_STRUCTURE = """
SELECT year, statement, class_code || ' ' || coalesce(class_name, '') AS name, sum(total_yuan) AS amount_yuan
FROM {mart} WHERE list_contains($filings::VARCHAR[], filing_id) AND list_contains($statements, statement)
GROUP BY ALL HAVING amount_yuan <> 0 ORDER BY 1, 3
"""
_FUNCTIONAL = (
    "expenditure",
    "budget_expenditure",
    "income_expenditure_summary",
    "budget_income_expenditure_summary",
    "budget_appropriation_expenditure",
    "budget_general_expenditure",
)
_ECONOMIC = (
    "general_budget_basic_expenditure",
    "budget_general_basic_expenditure",
    "budget_appropriation_basic_expenditure",
)
"""Where a structure is taken from: the statement that gives most years, of several the first."""
_COMPARED = """
SELECT year, figure, figure_name AS name, previous_yuan, amount_yuan, change_yuan, growth_rate FROM mart_year_over_year
WHERE list_contains($filings::VARCHAR[], filing_id) AND previous_yuan IS NOT NULL ORDER BY year DESC, ordinal
"""
_STATEMENT_NAMES = "SELECT statement, name FROM dim_statement"
_THREE_PUBLIC = """
SELECT year, basis, total_yuan, overseas_travel_yuan, vehicle_purchase_yuan, vehicle_operation_yuan, reception_yuan
FROM mart_three_public WHERE list_contains($filings::VARCHAR[], filing_id) ORDER BY year DESC, basis
"""
_PROJECTS = """
SELECT year, project_name, budget_filing_yuan, form_budget_yuan, form_executed_yuan, computed_rate, form_score,
    form_page
FROM mart_project_execution
WHERE entity_id = $entity
  AND (form_filing_id IS NULL OR form_filing_id IN (SELECT filing_id FROM dim_filing WHERE scope = $scope))
ORDER BY year DESC, form_page, project_name
"""
_BUDGET = """
SELECT year, figure, figure_name AS name, budget_yuan, final_yuan, difference_yuan, completion_rate
FROM mart_budget_against_account WHERE list_contains($filings::VARCHAR[], account_filing_id) ORDER BY year DESC, ordinal
"""


@dataclass(frozen=True, slots=True)
class _Series:
    """Filings of one kind and scope: the years of one series are comparable."""

    entity: str
    kind: str
    scope: str
    filings: tuple[str, ...]
    has_budgets: bool

    @property
    def parameters(self) -> dict[str, tuple[str, ...]]:
        """The filings by id: what the marts are grouped by, so that DuckDB reads these filings only."""
        return {"filings": self.filings}


def show(words: Words) -> None:
    """Draw the page."""
    st.title(words("department"))
    chosen = _choose(words)
    if chosen is None:
        st.info(words("no_entity"))
        return
    _show_figures(chosen, words)
    left, right = st.columns(2)
    with left:
        _show_structure("functional", "mart_functional_class", _FUNCTIONAL, chosen, words)
    with right:
        _show_structure("economic", "mart_economic_class", _ECONOMIC, chosen, words)
    _show_compared(chosen, words)
    _show_three_public(chosen, words)
    _show_projects(chosen, words)
    _show_budget(chosen, words)
    show_filings(chosen.entity, words)


def _choose(words: Words) -> _Series | None:
    text = ""
    if int(query(_HOW_MANY).iloc[0, 0]) > _LISTED:
        text = st.text_input(words("entity_contains"), key="department_text").strip()
    entities = query(_ENTITIES, {"text": text})
    if entities.empty:
        return None
    names = dict(zip(entities["entity_id"], entities["entity_name"], strict=True))
    if st.session_state.get("department") not in names:
        st.session_state["department"] = entities["entity_id"].iloc[int(entities["n"].argmax())]
    left, right = st.columns([2, 3])
    entity = left.selectbox(words("entity"), list(names), format_func=names.__getitem__, key="department")
    series = query(_SERIES, {"entity": entity})
    if series.empty:
        return None
    options = [f"{row.kind}/{row.scope}" for row in series.itertuples()]
    picked = right.segmented_control(
        words("series"),
        options,
        default=options[0],
        format_func=lambda pair: " · ".join(words.known(part) for part in pair.split("/")),
        key=f"series-{entity}",
    )
    kind, _, scope = (picked or options[0]).partition("/")
    chosen = series.iloc[options.index(f"{kind}/{scope}")]
    return _Series(entity, kind, scope, tuple(chosen["filings"]), has_budgets="budget" in set(series["kind"]))


def _named(rows: pd.DataFrame, words: Words) -> pd.DataFrame:
    """``rows`` with ``name`` in the language chosen."""
    return rows.assign(name=[words(f"figure_{figure}") for figure in rows["figure"]])


def _show_figures(chosen: _Series, words: Words) -> None:
    st.subheader(words("key_figures"))
    figures = _named(query(_FIGURES, chosen.parameters), words)
    if figures.empty:
        st.caption(words("none_read"))
        return
    figures = figures.assign(amount=charts.wan(figures["amount_yuan"]))
    left, right = st.columns(2)
    with left:
        shown = figures[figures["figure"].isin(["income", "expenditure", "basic_expenditure", "project_expenditure"])]
        charts.present(charts.lines(shown, words))
    with right:
        table = figures.pivot_table(index="name", columns="year", values="amount", aggfunc="first", sort=False)
        table.columns = [str(year) for year in table.columns]
        st.dataframe(table.rename_axis(words("label")).style.format("{:,.2f}", na_rep=""), width="stretch")


def _show_structure(title: str, mart: str, statements: tuple[str, ...], chosen: _Series, words: Words) -> None:
    st.subheader(words(title))
    rows = query(_STRUCTURE.format(mart=mart), chosen.parameters | {"statements": statements})
    if rows.empty:
        st.caption(words("none_read"))
        return
    years = rows.groupby("statement")["year"].nunique()
    taken = max((one for one in statements if one in years), key=lambda one: int(years[one]))
    rows = rows[rows["statement"] == taken]
    charts.present(charts.stacked(rows.assign(amount=charts.wan(rows["amount_yuan"])), words))
    names = dict(query(_STATEMENT_NAMES).itertuples(index=False))
    st.caption(words("taken_from", statements=names.get(taken, taken)))


def _show_compared(chosen: _Series, words: Words) -> None:
    """This year against the year before, figure by figure, where both were published."""
    rows = _named(query(_COMPARED, chosen.parameters), words).drop(columns="figure")
    if rows.empty:
        return
    st.subheader(words("compared"))
    money = [column for column in rows.columns if column.endswith("_yuan")]
    rows = rows.assign(**{column: charts.wan(rows[column]) for column in money})
    rows["growth_rate"] = rows["growth_rate"].astype(float)
    _money_table(rows, words, money, {words("growth_rate"): st.column_config.NumberColumn(format="percent")})


def _show_three_public(chosen: _Series, words: Words) -> None:
    st.subheader(words("three_public"))
    rows = query(_THREE_PUBLIC, chosen.parameters)
    money = [column for column in rows.columns if column.endswith("_yuan")]
    rows = rows[rows[money].notna().any(axis=1)]
    if rows.empty:
        st.caption(words("none_printed"))
        return
    rows = rows.assign(basis=rows["basis"].map(words.known), **{column: charts.wan(rows[column]) for column in money})
    left, right = st.columns([2, 3])
    with left:
        bars = rows.rename(columns={"basis": "name", "total_yuan": "amount"})
        charts.present(charts.grouped(bars.dropna(subset=["amount"]), words))
    with right:
        _money_table(rows, words, money)


def _show_projects(chosen: _Series, words: Words) -> None:
    st.subheader(words("projects"))
    rows = query(_PROJECTS, {"entity": chosen.entity, "scope": chosen.scope})
    if rows.empty:
        st.caption(words("none_read"))
        return
    money = [column for column in rows.columns if column.endswith("_yuan")]
    rows = rows.assign(**{column: charts.wan(rows[column]) for column in money})
    rows["computed_rate"] = rows["computed_rate"].astype(float)
    rows["form_score"] = rows["form_score"].astype(float)
    _money_table(
        rows,
        words,
        money,
        {
            words("computed_rate"): st.column_config.ProgressColumn(format="percent", min_value=0.0, max_value=1.0),
            words("form_score"): st.column_config.NumberColumn(format="%.2f"),
        },
    )


def _show_budget(chosen: _Series, words: Words) -> None:
    if chosen.kind != "final_account" or not chosen.has_budgets:
        return
    rows = _named(query(_BUDGET, chosen.parameters), words).drop(columns="figure")
    if rows.empty:
        return
    st.subheader(words("budget_account"))
    money = [column for column in rows.columns if column.endswith("_yuan")]
    rows = rows.assign(**{column: charts.wan(rows[column]) for column in money})
    rows["completion_rate"] = rows["completion_rate"].astype(float)
    _money_table(rows, words, money, {words("completion_rate"): st.column_config.NumberColumn(format="percent")})


def _money_table(rows: pd.DataFrame, words: Words, money: list[str], columns: dict[str, Any] | None = None) -> None:
    """Amounts with two places and thousands separators, years without one."""
    named = rows.assign(year=rows["year"].astype("string")).rename(columns={key: words(key) for key in rows.columns})
    formats = {words(column): "{:,.2f}" for column in money}
    st.dataframe(
        named.style.format(formats, na_rep=""),
        hide_index=True,
        width="stretch",
        column_config=columns or {},
        placeholder="",
    )
