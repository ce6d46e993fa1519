-- All projects of a budget are under performance management, 涉及… 万元: one of the totals of its tables. Which one the words do not tell, so an amount that is
-- none of them is judged only where it is a slip of one digit (changed, lost, added or moved) of one of them.
WITH said AS (
    SELECT *, length(regexp_extract(printed_text, '[.]([0-9]+)', 1)) AS decimals
    FROM claim
    WHERE concept = 'performance_funds' AND kind = 'budget' AND metric = 'initial_budget' AND yuan > 0 AND coalesce(period, fiscal_year) = fiscal_year
        AND regexp_matches(sentence, '所有项目|全部项目|项目支出均|全覆盖')
), total AS (
    SELECT s.filing_id, s.fact_id, s.sentence_no, s.ordinal, l.fact_id AS total_id, l.value,
        abs(l.value - s.yuan) <= greatest(s.step_yuan, l.step) / 2 AS agrees,
        length(replace(s.printed_text, ',', '')) >= 6
            AND damerau_levenshtein(
                round((l.value * m.per_yuan)::DOUBLE, s.decimals::INTEGER)::DECIMAL(20, 6)::VARCHAR, s.value::DECIMAL(20, 6)::VARCHAR
            ) = 1 AS is_near
    FROM said AS s
    JOIN money_unit AS m ON m.unit = s.unit
    JOIN facts AS l
        ON l.filing_id = s.filing_id AND l.src = 'line_item' AND l.rel_year = 'this' AND l.basis = 'initial_budget' AND l.value > 0 AND l.row_kind <> 'of_which'
        AND l.measure IN ('project', 'total') AND l.item IN ('total', 'entity', 'grand_total', 'expenditure_this_year', 'project_total', 'general_budget_income')
        AND l.statement IN ('budget_expenditure', 'budget_general_expenditure', 'budget_appropriation_summary', 'budget_income_expenditure_summary', 'budget_projects')
), one AS (
    SELECT filing_id, fact_id, sentence_no, ordinal, coalesce(min(total_id) FILTER (agrees), min(total_id) FILTER (is_near)) AS total_id
    FROM total
    GROUP BY ALL
    HAVING bool_or(agrees) OR count(DISTINCT value) FILTER (is_near) = 1
)
SELECT filing_id, instance_key, role, 1 AS weight, fact_id
FROM (
    SELECT filing_id, 'claim=' || sentence_no || '.' || ordinal AS instance_key,
        unnest([{'role': 'stated', 'fact_id': fact_id}, {'role': 'term', 'fact_id': total_id}], recursive := true)
    FROM one
)
