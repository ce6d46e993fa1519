-- One row per project form of a filing: its main funding row (the total of the year), and per project what the text says of it.
CREATE OR REPLACE TEMP TABLE form_fact AS
SELECT f.fact_id, f.src_id AS performance_row_id, f.field, f.filing_id, f.value AS yuan, f.step, f.unit, p.form_id, p.row_kind, p.row_ordinal,
    p.label, p.indicator, p.project_name, a.project_key, c.number, c.decimals, c.text, c.value AS measured
FROM facts AS f
JOIN fact_performance AS p ON p.performance_row_id = f.src_id AND p.filing_id = f.filing_id
JOIN form_cell AS c ON c.performance_row_id = f.src_id AND c.filing_id = f.filing_id AND c.field = f.field
LEFT JOIN project_alias AS a ON a.filing_id = f.filing_id AND a.name = p.project_name
WHERE f.src = 'performance';
-----
-- What the funding rows of a form are: its total (年度资金总额, 金额合计), a source of it (其中：…, 上年结转资金, 其他资金), or a task with money of its own.
CREATE OR REPLACE TEMP TABLE form_money AS
SELECT DISTINCT filing_id, form_id, row_ordinal,
    CASE
        WHEN regexp_matches(name, '总额|总计|合计|总金额|^年度(财政)?资金$') THEN 'total'
        WHEN regexp_matches(name, '其中|结转|结余|拨款|财政资金|其他|其它|自有|自筹|单位资金|非税|专户|^(省|市|区|县|中央|本)级') THEN 'source'
        ELSE 'task'
    END AS money
FROM (SELECT *, regexp_replace(coalesce(label, ''), '[ \s　:：()（）]', '', 'g') AS name FROM form_fact WHERE row_kind = 'funding');
-----
CREATE OR REPLACE TEMP TABLE form_main AS
SELECT filing_id, form_id, coalesce(min(row_ordinal) FILTER (money = 'total'), min(row_ordinal)) AS row_ordinal
FROM form_money
GROUP BY ALL;
-----
-- A form's total is the funding row called so, otherwise the first one; the rows below it are its sources.
CREATE OR REPLACE TEMP TABLE form_funding AS
SELECT
    filing_id, form_id, project_name, project_key,
    performance_row_id,
    max(fact_id) FILTER (field = 'budget') AS budget_id,
    max(yuan) FILTER (field = 'budget') AS budget,
    max(step) FILTER (field = 'budget') AS budget_step,
    max(fact_id) FILTER (field = 'initial_budget') AS initial_id,
    max(yuan) FILTER (field = 'initial_budget') AS initial,
    max(fact_id) FILTER (field = 'executed') AS executed_id,
    max(yuan) FILTER (field = 'executed') AS executed,
    max(step) FILTER (field = 'executed') AS executed_step,
    max(fact_id) FILTER (field = 'rate') AS rate_id,
    max(measured) FILTER (field = 'rate') AS rate,
    max(decimals) FILTER (field = 'rate') AS rate_decimals,
    bool_or(contains(text, '%') OR contains(text, '％')) FILTER (field = 'rate') AS rate_is_percent,
    max(fact_id) FILTER (field = 'score') AS score_id,
    max(measured) FILTER (field = 'score') AS score,
    max(decimals) FILTER (field = 'score') AS score_decimals,
    max(fact_id) FILTER (field = 'weight') AS weight_id,
    max(measured) FILTER (field = 'weight') AS weight
FROM form_fact
WHERE row_kind = 'funding'
    AND (filing_id, form_id, row_ordinal) IN (SELECT (filing_id, form_id, row_ordinal) FROM form_main)
GROUP BY ALL;
-----
CREATE OR REPLACE TEMP TABLE project_claim AS
SELECT c.*, a.project_key
FROM claim AS c
JOIN project_alias AS a ON a.filing_id = c.filing_id AND a.name = c.project_name
WHERE c.project_name IS NOT NULL
-- two passages of one kind of section under one name are two projects, or a heading copied: which of them a form is about is not certain
QUALIFY count(DISTINCT c.group_key) OVER (PARTITION BY c.filing_id, a.project_key, c.topic, c.metric) <= 1;
-----
-- The text says that every project of the filing was evaluated: the evaluated share is 100 %, or 所有项目 and 全面开展.
INSERT INTO guard
SELECT DISTINCT 'all_projects_covered', filing_id
FROM claim
WHERE concept = 'performance_funds' AND metric = 'share' AND value = 100;
-----
-- The indicator rows of forms with what they ask, what they reached and what they scored. Target and actual value are compared only where each prints
-- one number of one kind: a factor (1.2万人 against 9000人) is taken out where both print their unit.
CREATE OR REPLACE TEMP TABLE form_indicator AS
WITH cell AS (
    SELECT
        filing_id, form_id, performance_row_id, row_ordinal,
        max(text) FILTER (field = 'target') AS target_text,
        max(text) FILTER (field = 'actual') AS actual_text,
        max(number) FILTER (field = 'target') AS target_number,
        max(number) FILTER (field = 'actual') AS actual_number,
        max(decimals) FILTER (field = 'actual') AS actual_decimals,
        max(measured) FILTER (field = 'score') AS score,
        max(decimals) FILTER (field = 'score') AS score_decimals,
        max(measured) FILTER (field = 'weight') AS weight,
        max(fact_id) FILTER (field = 'target') AS target_id,
        max(fact_id) FILTER (field = 'actual') AS actual_id,
        max(fact_id) FILTER (field = 'score') AS score_id,
        max(fact_id) FILTER (field = 'weight') AS weight_id
    FROM form_fact
    WHERE row_kind = 'indicator'
    GROUP BY ALL
), worded AS (
    SELECT
        c.*, p.document_sha256, p.form_no, p.form_title, p.project_name, p.weight_source,
        regexp_replace(coalesce(p.indicator, ''), '^指标[0-9]*[:：]?|[\s　“”"（）()]', '', 'g') AS name,
        regexp_replace(json_extract_string(p.printed, '$.level1'), '\s', '', 'g') AS level1,
        json_extract_string(p.printed, '$.section') AS section,
        json_extract_string(p.printed, '$.weight_header') AS weight_header,
        json_extract_string(p.printed, '$.reason') AS reason,
        CASE
            WHEN regexp_matches(c.target_text, '^\s*(?:>|≥|＞|≧|不低于|不少于|大于|达到)=?\s*[0-9.,]+\s*[^0-9]{0,8}$') THEN 'at_least'
            WHEN regexp_matches(c.target_text, '^\s*(?:<|≤|＜|≦|不高于|不超过|小于)=?\s*[0-9.,]+\s*[^0-9]{0,8}$') THEN 'at_most'
            WHEN regexp_matches(c.target_text, '^\s*100(?:[.]0+)?\s*[%％]\s*$') THEN 'at_least'
        END AS sense,
        regexp_matches(c.actual_text, '^\s*(?:实际|累计|全年|本年|共|已|完成|支付|发放|采购|达到?)*\s*[0-9.,]+\s*[^0-9]{0,8}$') AS measured,
        trim(regexp_extract(c.target_text, '[0-9]\s*([^0-9.,\s][^0-9]*)$', 1)) AS target_unit,
        trim(regexp_extract(c.actual_text, '[0-9]\s*([^0-9.,\s][^0-9]*)$', 1)) AS actual_unit
    FROM cell AS c
    JOIN fact_performance AS p ON p.filing_id = c.filing_id AND p.performance_row_id = c.performance_row_id
), factored AS (
    SELECT
        *,
        CASE WHEN regexp_matches(target_unit, '^亿') THEN 100000000 WHEN regexp_matches(target_unit, '^万') THEN 10000 ELSE 1 END AS target_factor,
        CASE WHEN regexp_matches(actual_unit, '^亿') THEN 100000000 WHEN regexp_matches(actual_unit, '^万') THEN 10000 ELSE 1 END AS actual_factor
    FROM worded
), compared AS (
    SELECT
        *,
        coalesce(
            sense IS NOT NULL AND measured AND target_number > 0 AND actual_number >= 0 AND contains(target_text, '%') = contains(actual_text, '%')
            AND (target_factor = actual_factor OR (target_unit <> '' AND actual_unit <> '')),
            false
        ) AS comparable,
        (target_number * target_factor)::DECIMAL(28, 8) AS target,
        (actual_number * actual_factor)::DECIMAL(28, 8) AS actual,
        -- what is counted in ones is exact
        CASE
            WHEN actual_factor = 1 AND coalesce(actual_decimals, 0) = 0 AND NOT regexp_matches(actual_unit, '[%％元]') THEN 0
            ELSE actual_factor * power(10, -coalesce(actual_decimals, 0))
        END::DECIMAL(28, 8) AS actual_step,
        power(10, -max(coalesce(score_decimals, 0)) OVER (PARTITION BY filing_id, form_id))::DECIMAL(12, 8) AS score_step
    FROM factored
)
SELECT
    *,
    comparable AND CASE sense WHEN 'at_least' THEN actual < target ELSE actual > target END AS missed,
    CASE WHEN comparable THEN least(1, CASE sense WHEN 'at_least' THEN actual / target WHEN 'at_most' THEN target / nullif(actual, 0) END) END AS reached
FROM compared;
-----
-- The rules for scores that a form states in its notes.
CREATE OR REPLACE TEMP TABLE form_rule AS
SELECT d.filing_id, p.form_id, d.code AS rule, min(f.fact_id) AS fact_id
FROM fact_disclosure AS d
JOIN facts AS f ON f.src = 'disclosure' AND f.src_id = d.disclosure_id AND f.filing_id = d.filing_id
JOIN (SELECT DISTINCT filing_id, document_sha256, form_no, form_id FROM fact_performance) AS p
    ON p.filing_id = d.filing_id AND p.document_sha256 = d.document_sha256 AND p.form_no = try_cast(d.key AS INTEGER)
WHERE d.kind = 'form_rule'
GROUP BY ALL;
