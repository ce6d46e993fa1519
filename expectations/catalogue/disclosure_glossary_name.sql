-- A subject of the glossary whose name is that of no subject used, and that differs from the name of a used subject, which the glossary does not explain
-- otherwise, by characters left out or a few characters.
WITH term AS (
    SELECT d.filing_id, f.fact_id, regexp_replace(d.key, '\s|[（(][^）)]*[）)]|[“”"]', '', 'g') AS name
    FROM fact_disclosure AS d
    JOIN facts AS f ON f.src = 'disclosure' AND f.src_id = d.disclosure_id AND f.filing_id = d.filing_id
    WHERE d.kind = 'glossary_subject'
), used AS (
    SELECT filing_id, functional_code, min(fact_id) AS fact_id, arg_min(regexp_replace(row_label, '\s|[（(][^）)]*[）)]|[“”"]', '', 'g'), fact_id) AS name
    FROM facts
    WHERE src = 'line_item' AND statement IN ('expenditure', 'general_budget_expenditure') AND item = 'functional' AND functional_level = 7
        AND rel_year = 'this' AND value > 0
    GROUP BY ALL
), known AS (
    SELECT DISTINCT regexp_replace(name, '\s|[（(][^）)]*[）)]', '', 'g') AS name FROM dim_functional WHERE name IS NOT NULL
    UNION
    SELECT name FROM used
), pair AS (
    SELECT t.filing_id, t.name AS said, t.fact_id, u.name AS printed, u.fact_id AS used_id, u.functional_code
    FROM term AS t
    JOIN used AS u USING (filing_id)
    WHERE t.name NOT IN (SELECT name FROM known)
        AND u.name NOT IN (SELECT o.name FROM term AS o WHERE o.filing_id = t.filing_id)
        AND length(t.name) >= 6
        AND length(t.name) * 10 >= length(u.name) * 7
        AND (
            (length(t.name) < length(u.name) AND regexp_matches(u.name, array_to_string(list_transform(string_split(t.name, ''), lambda one : regexp_escape(one)), '.*')))
            OR levenshtein(t.name, u.name) BETWEEN 1 AND 2
        )
)
SELECT
    filing_id,
    'code=' || functional_code AS instance_key,
    'fail' AS status,
    format('名词解释写“{}”，决算表写“{}”', said, printed) AS detail,
    [
        {'fact_id': fact_id, 'role': 'stated', 'weight': 1},
        {'fact_id': used_id, 'role': 'bound', 'weight': 1}
    ] AS operands
FROM pair
QUALIFY count(*) OVER (PARTITION BY filing_id, said) = 1 AND count(*) OVER (PARTITION BY filing_id, functional_code) = 1
