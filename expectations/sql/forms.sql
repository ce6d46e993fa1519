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
