-- A form that prints a standard per person and year, as many people as it paid by that name, and what was spent: the three must go together.
WITH per_head AS (
    SELECT filing_id, form_id, actual_number AS standard, actual_id, regexp_replace(name, '(?:发放|人均|年)?标准$', '') AS stem
    FROM form_indicator
    WHERE regexp_matches(name, '标准$') AND actual_number > 0 AND regexp_matches(actual_text, '^\s*[0-9.,]+\s*元/(?:人|人[.·/]?年|年[.·/]?人)\s*$')
    QUALIFY count(*) OVER (PARTITION BY filing_id, form_id) = 1
), people AS (
    SELECT p.filing_id, p.form_id, i.actual_number AS people, i.actual_id, p.standard, p.actual_id AS standard_id
    FROM per_head AS p
    JOIN form_indicator AS i ON i.filing_id = p.filing_id AND i.form_id = p.form_id AND length(p.stem) >= 2 AND contains(i.name, p.stem)
        AND regexp_matches(i.name, '人数$') AND regexp_matches(i.actual_text, '^\s*[0-9,]+\s*(?:人|名)?\s*$') AND i.actual_number > 0
    QUALIFY count(*) OVER (PARTITION BY p.filing_id, p.form_id) = 1
), judged AS (
    SELECT p.*, f.executed, f.executed_id, f.executed_step, (p.people * p.standard)::DECIMAL(28, 8) AS paid
    FROM people AS p
    JOIN form_funding AS f USING (filing_id, form_id)
    WHERE f.executed > 0
)
SELECT
    filing_id,
    'form=' || form_id AS instance_key,
    CASE WHEN abs(executed - paid) <= coalesce(executed_step, 0) / 2 THEN 'pass' ELSE 'fail' END AS status,
    (executed / 10000)::DECIMAL(28, 8) AS stated,
    (paid / 10000)::DECIMAL(28, 8) AS computed,
    ((executed - paid) / 10000)::DECIMAL(28, 8) AS difference,
    '万元' AS unit,
    format('{:.0f} 人按每人 {:.0f} 元应为 {:.2f} 万元；执行数 {:.2f} 万元按此标准为 {:.1f} 人，请核实', people::DOUBLE, standard::DOUBLE, (paid / 10000)::DOUBLE,
        (executed / 10000)::DOUBLE, (executed / standard)::DOUBLE) AS detail,
    [
        {'fact_id': executed_id, 'role': 'stated', 'weight': 1},
        {'fact_id': actual_id, 'role': 'bound', 'weight': 1},
        {'fact_id': standard_id, 'role': 'bound', 'weight': 1}
    ] AS operands
FROM judged
