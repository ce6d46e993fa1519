-- Percentages of the narrative printed to the whole percent beside others with two places. A final zero left out explains one in ten with one place
-- and one in a hundred with none: three of each are a choice. 0 and 100 tell nothing.
WITH printed AS (
    SELECT filing_id, fact_id, sentence_no, ordinal, length(regexp_extract(printed_text, '[.]([0-9]+)', 1)) AS places
    FROM claim
    WHERE unit IN ('%', '％') AND value NOT IN (0, 100) AND metric IN ('growth_rate', 'share', 'completion_rate')
), counted AS (
    SELECT
        filing_id,
        count(*) AS n,
        count(*) FILTER (places = 0) AS n0,
        count(*) FILTER (places = 1) AS n1,
        count(*) FILTER (places = 2) AS n2,
        list(fact_id ORDER BY sentence_no, ordinal) FILTER (places = 0) AS whole,
        list(fact_id ORDER BY sentence_no, ordinal) FILTER (places = 1) AS tenth,
        list(fact_id ORDER BY sentence_no, ordinal) FILTER (places = 2) AS hundredth
    FROM printed
    GROUP BY filing_id
    HAVING count(*) >= 3
)
SELECT
    filing_id,
    '' AS instance_key,
    CASE WHEN n2 >= 3 AND (n0 >= 3 AND n0 * 5 >= n2 OR n1 >= 3 AND n1 * 2 >= n2) THEN 'fail' ELSE 'pass' END AS status,
    format('整数 {} 个，一位小数 {} 个，两位小数 {} 个', n0, n1, n2) AS detail,
    list_transform(
        list_concat(coalesce(whole[1:2], []), coalesce(tenth[1:2], []), coalesce(hundredth[1:2], [])),
        lambda one : {'fact_id': one, 'role': 'stated', 'weight': 1}
    ) AS operands
FROM counted
